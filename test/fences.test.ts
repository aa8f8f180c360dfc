import { expect, test } from "vitest";
import { fences, isExcerpt, merged, raggedRows, unknownFields, wrongRows } from "./fences.ts";

// The checks of docs.test.ts find what they are for.

test("a block has the comment above it, and the text since the block before", () => {
  const page = "one\n\n<!-- kubernetes -->\n```yaml\na: 1\n```\n\ntwo\n\n```sh\nkubectl get pods\n```\n";
  expect(fences(page)).toEqual([
    { language: "yaml", text: "a: 1\n", mark: "kubernetes", before: "one\n\n<!-- kubernetes -->", line: 4 },
    { language: "sh", text: "kubectl get pods\n", mark: undefined, before: "\ntwo\n", line: 10 },
  ]);
});

test("a block that is indented, in tildes or without a language is one too", () =>
  expect(fences("  ```yaml\n  a: 1\n  ```\n~~~yaml\n~~~\n```\n```\n").map(({ language }) => language)).toEqual(["yaml", "yaml", ""]));

test("maps merge, lists and scalars are replaced, null deletes", () =>
  expect(merged({ a: { b: 1, c: 2 }, d: [1], e: 3 }, { a: { b: 4 }, d: [2], e: null })).toEqual({ a: { b: 4, c: 2 }, d: [2] }));

const output = "spec:\n  ports:\n    - name: http\n      port: 80\n      protocol: TCP\n  type: ClusterIP\n";

test.each(["ports:\n  - name: http\n    port: 80\n", "ports:\n  # …\n    protocol: TCP\ntype: ClusterIP\n", "- name: http\n"])("%j is an excerpt", (excerpt) =>
  expect(isExcerpt(excerpt, output)).toBe(true),
);

test.each(["ports:\n- name: http\n", "- name: http\n  protocol: TCP\n", "type: ClusterIP\n# …\nports:\n", "name: https\n"])("%j is none", (excerpt) =>
  expect(isExcerpt(excerpt, output)).toBe(false),
);

test("a field or a value that is not there is found", () => {
  const page = "`drain.httpSecs`, `cluster.discovery: dns`, `cluster.discovery: gossip`, `processes.<name>.stateful`, `cluster.local`, `kubectl.io`\n";
  expect(unknownFields(page)).toEqual(["drain.httpSecs", "cluster.discovery: gossip"]);
});

test("a row with a field that is not there, or another default, is found", () => {
  const row = (path: string, value: string): string => `| \`${path}\` | ${value} | why |`;
  const table = ["| field | default | |", "|---|---|---|", row("drain.httpSeconds", "`15`"), row("drain.httpSeconds", "`20`"), row("drain.http", "`15`")];
  expect(wrongRows(`${table.join("\n")}\n\nrest\n`)).toEqual(table.slice(3));
});

test("a row with a cell too many is found", () =>
  expect(raggedRows("| a | b |\n|---|---|\n| 1 | 2 |\n| `x | y` | 3 |\n\n| c |\n|---|\n| `x \\| y` |\n")).toEqual(["| `x | y` | 3 |"]));
