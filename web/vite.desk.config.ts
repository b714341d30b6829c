import { defineConfig } from "vite";

// The coordinators' desk. Built by itself: a family that opens the chat loads nothing of it, nor in more files because of it.
export default defineConfig({
  publicDir: false,
  build: {
    target: ["chrome111", "firefox115", "safari16.4"],
    outDir: "dist",
    assetsDir: "assets",
    emptyOutDir: false,
    manifest: ".vite/desk.json",
    modulePreload: false,
    rolldownOptions: { input: { desk: "src/desk/main.ts" } },
  },
});
