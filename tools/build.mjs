// Builds the front end: src/kith/web/static -> build/static.
//
// Scripts and styles are bundled, minified and named by content; used icons become one sprite; everything is
// compressed beforehand. manifest.json maps the plain names that templates use to the built ones.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { lighter } from "./land.mjs";
import { PICTURES, drawn } from "./icons.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const SOURCE = path.join(ROOT, "src/kith/web/static");
const TARGET = path.join(ROOT, "build/static");
const ICONS = path.join(ROOT, "node_modules/@tabler/icons/icons/outline");

/** Entries by the name that templates use; theme.js runs before the first paint and is optional. */
const ENTRIES = ["js/app.js", "js/worker.js", "css/app.css"];
const OPTIONAL = ["js/theme.js"];
/** Data of packages that one page asks for, by the name that it is served under. */
const DATA = { "map/land.json": "world-atlas/countries-50m.json" };
/** Files that are served as they are, by folder. */
const PLAIN = ["img"];
const COMPRESSED = new Set([".js", ".css", ".svg", ".json", ".webmanifest"]);

class BuildError extends Error {}

function digest(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 10);
}

function hashedName(name, bytes) {
  const { dir, name: stem, ext } = path.parse(name);
  return path.posix.join(dir, `${stem}-${digest(bytes)}${ext}`);
}

/** Returns the built scripts and styles as [plain name or null, file name, bytes]. */
async function bundles() {
  const missing = ENTRIES.filter((entry) => !existsSync(path.join(SOURCE, entry)));
  if (missing.length) throw new BuildError(`missing in src/kith/web/static: ${missing.join(", ")}`);
  const entries = [...ENTRIES, ...OPTIONAL.filter((entry) => existsSync(path.join(SOURCE, entry)))];
  const result = await build({
    entryPoints: entries.map((entry) => path.join(SOURCE, entry)),
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: ["es2022"],
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".svg": "file", ".png": "file", ".woff2": "file" },
    nodePaths: [path.join(ROOT, "node_modules")],
    outdir: TARGET,
    metafile: true,
    write: false,
    legalComments: "eof",
    logLevel: "silent",
  });
  const plain = new Map();
  for (const [file, made] of Object.entries(result.metafile.outputs)) {
    if (made.entryPoint) plain.set(path.resolve(file), path.basename(made.entryPoint));
  }
  for (const file of shared(result.metafile.outputs)) plain.set(path.resolve(file), `chunk/${path.basename(file)}`);
  return result.outputFiles.map((file) => [
    plain.get(file.path) ?? null,
    path.relative(TARGET, file.path),
    Buffer.from(file.contents),
  ]);
}

/** Returns the chunks that app.js cannot start without: what it shares with modules that are loaded later. */
function shared(outputs) {
  const found = new Set(Object.keys(outputs).filter((file) => outputs[file].entryPoint?.endsWith("js/app.js")));
  for (const file of found) {
    for (const { path: other, kind } of outputs[file].imports) if (kind === "import-statement") found.add(other);
  }
  return [...found].slice(1);
}

/** Returns the names of the icons in use, one a line in icons.txt; # begins a remark. */
function iconNames() {
  const list = path.join(SOURCE, "icons.txt");
  if (!existsSync(list)) throw new BuildError("missing: src/kith/web/static/icons.txt");
  const lines = readFileSync(list, "utf8").split("\n").map((line) => line.replace(/#.*/, "").trim());
  return [...new Set(lines.filter(Boolean))].sort();
}

function symbol(name) {
  const file = path.join(ICONS, `${name}.svg`);
  if (!existsSync(file)) throw new BuildError(`icons.txt names "${name}", which @tabler/icons does not have`);
  const inner = readFileSync(file, "utf8")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>[\s\S]*$/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" `
    + `stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
}

/** Returns one SVG file with every icon in use as a <symbol>. */
function sprite() {
  const symbols = iconNames().map(symbol).join("\n");
  const bytes = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`);
  return ["icons.svg", hashedName("icons.svg", bytes), bytes];
}

function plainFiles() {
  const found = [];
  for (const folder of PLAIN.filter((name) => existsSync(path.join(SOURCE, name)))) {
    for (const file of readdirSync(path.join(SOURCE, folder), { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const full = path.join(file.parentPath ?? file.path, file.name);
      const name = path.relative(SOURCE, full).split(path.sep).join("/");
      const bytes = readFileSync(full);
      found.push([name, hashedName(name, bytes), bytes]);
    }
  }
  return found;
}

/** Returns the mark in the sizes that devices ask for. */
function pictures() {
  const svg = readFileSync(path.join(SOURCE, "img/kith.svg"), "utf8");
  return PICTURES.map(({ name, ...how }) => {
    const bytes = drawn(svg, how);
    return [name, hashedName(name, bytes), bytes];
  });
}

/** Returns the data of packages; without a package its page does without, and the build says so. */
function dataFiles() {
  const there = Object.entries(DATA).filter(([, file]) => existsSync(path.join(ROOT, "node_modules", file)));
  if (there.length < Object.keys(DATA).length) console.warn("note: maps have no outlines; run npm ci");
  return there.map(([name, file]) => {
    const bytes = lighter(readFileSync(path.join(ROOT, "node_modules", file)));
    return [name, hashedName(name, bytes), bytes];
  });
}

function put(name, bytes) {
  const file = path.join(TARGET, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
}

/** Writes a file and its compressed twins; returns the names written. */
function putAll(name, bytes) {
  put(name, bytes);
  if (!COMPRESSED.has(path.extname(name)) || bytes.length < 200) return [name];
  put(`${name}.gz`, gzipSync(bytes, { level: 9 }));
  put(`${name}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  return [name, `${name}.gz`, `${name}.br`];
}

function removeOthers(kept) {
  for (const file of readdirSync(TARGET, { recursive: true, withFileTypes: true })) {
    const full = path.join(file.parentPath ?? file.path, file.name);
    if (file.isFile() && !kept.has(path.relative(TARGET, full).split(path.sep).join("/"))) rmSync(full);
  }
}

async function main() {
  const files = [...(await bundles()), sprite(), ...plainFiles(), ...pictures(), ...dataFiles()];
  const kept = new Set(["manifest.json"]);
  const manifest = {};
  for (const [plain, name, bytes] of files) {
    for (const written of putAll(name, bytes)) kept.add(written);
    if (plain) manifest[plain] = name;
  }
  put("manifest.json", JSON.stringify(manifest, null, 2));
  removeOthers(kept);
}

main().catch((error) => {
  const messages = error.errors?.map(({ text, location: at }) => `${at ? `${at.file}:${at.line}: ` : ""}${text}`);
  console.error(`error: ${messages?.join("; ") ?? (error instanceof BuildError ? error.message : error.stack)}`);
  process.exit(1);
});
