import { nearest } from "../source/suggest.ts";
import { type Check, labelOf, originalName } from "./overlay.ts";

/** The Secret of the release may come from elsewhere; where a build makes one that nobody wants instead, its name is wrong. */
export const unusedSecret: Check = (overlay) => {
  const { secretName } = overlay.release;
  if (overlay.find("Secret", secretName)) return [];
  return overlay
    .objects("Secret")
    .filter((secret) => !overlay.isMentioned(originalName(secret), secret))
    .map((secret) => {
      const name = originalName(secret);
      const isNear = nearest(name, [secretName]) !== undefined;
      return {
        code: "PHX312",
        object: labelOf(secret),
        message: `nothing in this build uses it, and the Secret ${secretName} that the release reads is not here${isNear ? ": is the name mistyped?" : ""}`,
        help: `call it ${secretName}, set secretName in the spec, or delete it`,
      } as const;
    });
};
