import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

/** Error messages of the framework refer to its site; the report names no site at all. */
const withoutLinks: Plugin = {
  name: "without-links",
  enforce: "post",
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type === "chunk") part.code = part.code.replaceAll("https://svelte.dev/e/", "svelte: ");
    }
  },
};

/** The page is built as report.html; rollup names it after its source. */
export default defineConfig({
  plugins: [svelte(), withoutLinks, viteSingleFile({ removeViteModuleLoader: true })],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    rollupOptions: { input: "report.html" },
  },
});
