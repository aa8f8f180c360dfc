import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { asEntry, Item, itemsOfStream, parseResourceList } from "../../src/source/item.ts";

const path = ["spec", "template", "metadata", "annotations", "a.b/c"];

describe("a string written into the text", () => {
  test.each([
    ["no annotations", "spec:\n  template:\n    metadata:\n      labels:\n        x: y\n    spec: {}"],
    ["some annotations", "spec:\n  template:\n    metadata:\n      annotations:\n        z: 'y'\n      labels: {}"],
    ["itself, plain", "spec:\n  template:\n    metadata:\n      annotations:\n        a.b/c: old"],
    ["itself, quoted", "spec:\n  template:\n    metadata:\n      annotations:\n        'a.b/c': \"old\""],
    ["empty annotations", "spec:\n  template:\n    metadata:\n      annotations: {}"],
    ["flow", "spec: {template: {metadata: {labels: {x: y}}}}"],
    ["JSON", '{"spec":{"template":{"metadata":{"annotations":{"x":"y"}}}}}'],
    ["a comment at the end", "spec:\n  template:\n    metadata:\n      labels: {x: y}\n# end"],
    ["CRLF", "spec:\r\n  template:\r\n    metadata:\r\n      labels:\r\n        x: y\r\n"],
    ["annotations without a value", "spec:\n  template:\n    metadata:\n      annotations:\n      labels: {x: y}"],
    ["a template without a value", "spec:\n  template: {metadata: null}"],
    ["indented", "    spec:\n      template:\n        metadata:\n          labels:\n            x: y"],
  ])("%s", (_, text) => {
    const before = parse(text) as { spec: { template: { metadata: { annotations?: object } | null } } };
    const { metadata } = before.spec.template;
    const expected = {
      ...before,
      spec: { template: { ...before.spec.template, metadata: { ...metadata, annotations: { ...metadata?.annotations, "a.b/c": "0123" } } } },
    };
    expect(new Item(text, 0).with(path, "0123").object).toEqual(expected);
  });

  test("leaves every other byte alone", () => {
    const text = "data: {a: 1_000, b: 0777, c: 9007199254740993, d: 1.10, e: 'it''s', f: yes}\nspec:\n  template:\n    metadata:\n      labels: {x: y}";
    expect(new Item(text, 0).with(path, "0123").text).toBe(text.replace("labels: {x: y}", 'annotations:\n        a.b/c: "0123"\n      labels: {x: y}'));
  });

  test("twice is as good as once", () => {
    const once = new Item("spec:\n  template:\n    metadata:\n      labels: {}", 0).with(path, "0123");
    expect(once.with(path, "0123").text).toBe(once.text);
  });
});

describe("streams", () => {
  test("documents are split where YAML splits them", () => {
    const text = "---\na: 1\n--- # next\nb: |\n  ---\n  text\n\n---\n# nothing\n---\nc: '--- '\n";
    expect(itemsOfStream(text).map(({ text }) => text)).toEqual(["a: 1", "b: |\n  ---\n  text\n", "c: '--- '"]);
  });
  test("what stands beside the dashes belongs to the document", () => {
    expect(itemsOfStream("--- {a: 1}\n---\t# next\r\nb: 2\n--- !!map\nc: 3\n---").map(({ object }) => object)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
  });
});

describe("ResourceLists", () => {
  const entries = (text: string): string[] => (parseResourceList(text)?.items ?? []).map(asEntry);
  test("items come back as they came", () => {
    const item = "- apiVersion: v1\n  kind: ConfigMap\n  data:\n    a: 1_000\n    b: |\n      x\n       y\n    c: 9007199254740993";
    expect(entries(`kind: ResourceList\nitems:\n${item}\n- kind: B # last\nfunctionConfig: {}\n`)).toEqual([item, "- kind: B # last"]);
  });
  test("whatever the indentation", () => {
    expect(entries("kind: ResourceList\nitems:\n    -   a: 1\n        b: 2\n")).toEqual(["-       a: 1\n        b: 2"]);
  });
  test("from JSON too", () => {
    const text = JSON.stringify({ kind: "ResourceList", items: [{ a: "1_000", b: [1, 2] }, {}], functionConfig: {} }, null, 4);
    expect(parse(entries(text).join("\n"))).toEqual([{ a: "1_000", b: [1, 2] }, {}]);
  });
  test("from a flow in which line breaks count", () => {
    const item = '{ a: "x\n\n  y", # why\n b: 1 }';
    expect(parse(entries(`{kind: ResourceList,\nitems: [\n${item}, {\n\tc: 2}]}`).join("\n"))).toEqual([{ a: "x\ny", b: 1 }, { c: 2 }]);
  });
  test.each([
    ["kind: ResourceList\nitems: [1]\n", "this is no map"],
    ["kind: ResourceList\nitems:\n- *other\n", "nothing above is called &other"],
    ["kind: ResourceList\nx: &x {a: 1}\nitems:\n- a: *x\n", "nothing above is called &x"],
    ["kind: ResourceList\nitems:\n- &x {a: [*x]}\n", "it has no end"],
    ["kind: ResourceList\nitems:\n- <<: 5\n", "<<: takes a map"],
  ])("refused: %j", (text, says) => expect(() => entries(text)).toThrow(says));
  test("a depth that the parser does not survive", () => {
    expect(() => entries(`kind: ResourceList\nitems:\n- a: ${"[".repeat(20_000)}\n`)).toThrow("nested too deeply");
    expect(() => entries(`kind: ResourceList\nitems:\n- ${"a: ".repeat(20_000)}\n`)).toThrow("PHX001");
  });
  test("an alias of what is in the same item is none of our business", () => {
    expect(entries("kind: ResourceList\nitems:\n- a: &x [1]\n  b: *x\n")).toEqual(["- a: &x [1]\n  b: *x"]);
  });
  test("a block of text at the end keeps its spaces and line breaks", () => {
    const list = "kind: ResourceList\nitems:\n- a: |\n    x  \n- a: |+\n    x\n\n";
    expect(parse(`${entries(list).join("\n")}\n`)).toEqual([{ a: "x  \n" }, { a: "x\n\n" }]);
    expect(itemsOfStream("a: |\n  x  \n---\na: |+\n  x\n\n").map(({ text }) => parse(`${text}\n`) as unknown)).toEqual([{ a: "x  \n" }, { a: "x\n\n" }]);
  });
  test("anything else is none", () => expect(parseResourceList("kind: List\nitems: []\n")).toBeUndefined());
});
