import packageJson from "../../package.json" with { type: "json" };
import type { Target } from "../build/targets.ts";

const { name, version, repository } = packageJson;

/** owner/name on GitHub. */
export const slug: string = repository.replace(/^github:/, "");

const SYSTEMS = { linux: "linux", macos: "darwin", win: "windows" } as const;
const PROCESSORS = { x64: "amd64", arm64: "arm64" } as const;

/** Name without ending. Others rely on it: it never changes. */
export const assetOf = ({ platform, arch }: Pick<Target, "platform" | "arch">): string => `${name}_${version}_${SYSTEMS[platform]}_${PROCESSORS[arch]}`;

export const urlOf = (file: string): string => `https://github.com/${slug}/releases/download/v${version}/${file}`;
