import { defineConfig } from "vitest/config";

// The chat page: the gateway reads the manifest and names the files in its own HTML.
export default defineConfig({
  publicDir: false,
  build: {
    target: ["chrome111", "firefox115", "safari16.4"],
    outDir: "dist",
    assetsDir: "assets",
    manifest: true,
    modulePreload: false,
    rolldownOptions: { input: { chat: "src/chat/main.ts", style: "src/styles/style.css" } },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"], restoreMocks: true },
});
