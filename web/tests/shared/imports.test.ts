import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(__dirname, "../../src");

/** Modules and what they import of ours, types and what is fetched later too. */
function imports(): Map<string, string[]> {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const known = new Set(files);
  const found = new Map<string, string[]>();
  for (const file of files) {
    const code = readFileSync(join(ROOT, file), "utf8");
    const named = [...code.matchAll(/(?:from |import\()"(\.[^"]+)"/g)].map((match) =>
      normalize(join(dirname(file), match[1] ?? "")),
    );
    found.set(
      file,
      named.flatMap((name) => [`${name}.ts`, `${name}.tsx`]).filter((name) => known.has(name)),
    );
  }
  return found;
}

/** One circle of imports, undefined where there is none. */
function circle(graph: Map<string, string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const found = walk(next, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = walk(file, []);
    if (found) return found;
  }
  return undefined;
}

it("no module imports itself by way of others", () => {
  const graph = imports();
  expect(graph.size).toBeGreaterThan(50);
  expect(circle(graph)).toBeUndefined();
});

it("a circle would be found", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["b"]],
  ]);
  expect(circle(graph)).toEqual(["b", "c", "b"]);
});
