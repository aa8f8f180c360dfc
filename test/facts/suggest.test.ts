import { expect, test } from "vitest";
import { nearest } from "../../src/source/suggest.ts";

const fields = ["image", "host", "http", "env", "envFrom", "processes", "database"];

test.each([
  ["proceses", "processes"],
  ["hots", "host"],
  ["IMAGE", "image"],
  ["datbase", "database"],
  ["evn", "env"],
  ["replicas", undefined],
  ["x".repeat(1000), undefined],
])("%s is near %s", (word, guess) => expect(nearest(word, fields)).toBe(guess));
