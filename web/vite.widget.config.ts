import { defineConfig } from "vite";

// One file under one name that municipal pages hold in their own HTML for years.
export default defineConfig({
  publicDir: false,
  build: {
    target: ["chrome111", "firefox115", "safari16.4"],
    outDir: "dist",
    emptyOutDir: false,
    lib: { entry: "src/widget/widget.ts", formats: ["iife"], name: "endorinn", fileName: () => "widget.js" },
  },
});
