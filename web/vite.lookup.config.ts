import { defineConfig } from "vite";

// The staff look-up. Its pages are the server's own; this is what they can do more of with a script.
export default defineConfig({
  publicDir: false,
  build: {
    target: ["chrome111", "firefox115", "safari16.4"],
    outDir: "dist",
    assetsDir: "assets",
    emptyOutDir: false,
    manifest: ".vite/lookup.json",
    modulePreload: false,
    rolldownOptions: { input: { lookup: "src/lookup/main.ts" } },
  },
});
