import { Document, visit } from "yaml";

/** Examples as people write them: {cpu: 250m} in one line. */
function flow(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Collection: (_, node) => {
      node.flow = true;
    },
  });
  return document
    .toString({ lineWidth: 0, flowCollectionPadding: false, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER, blockQuote: false })
    .trimEnd();
}

/** key: value */
export const entry = (key: string, value: unknown): string => `${flow(key)}: ${flow(value)}`;
