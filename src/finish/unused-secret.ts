import { nearest } from "../source/suggest.ts";
import { escaped } from "./escaped.ts";
import { type Check, labelOf, originalName, willBeHashed } from "./overlay.ts";

/**
 * The Secret of the release may come from elsewhere; where a build makes one that nobody wants instead, its name is wrong. A Secret whose
 * name stays as it is may be for somebody outside of the build.
 */
export const unusedSecret: Check = (overlay) => {
  const { secretName } = overlay.release;
  if (overlay.find("Secret", secretName)) return [];
  return overlay.objects("Secret").flatMap((secret) => {
    const name = originalName(secret);
    const isNear = nearest(name, [secretName]) !== undefined;
    if (!(isNear || willBeHashed(secret)) || overlay.isMentioned(wholeWord(name), secret)) return [];
    return [
      {
        code: "PHX312",
        object: labelOf(secret),
        message: `nothing in this build uses it, and the Secret ${secretName} that the release reads is not here${isNear ? ": is the name mistyped?" : ""}`,
        help: `call it ${secretName}, set secretName in the spec, or delete it`,
      } as const,
    ];
  });
};

/** shop-secret stands in shop-secrets, but is not named there. */
const wholeWord = (name: string): RegExp => new RegExp(`(?<![-.\\w])${escaped(name)}(?![-.\\w])`);
