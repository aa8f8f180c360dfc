// pkg exports its sea() entry without types.
declare module "pkg/lib-es5/sea.js" {
  interface Options {
    readonly targets: readonly { readonly platform: string; readonly arch: string; readonly nodeRange: string; readonly output: string }[];
    readonly seaConfig: Readonly<Record<string, unknown>>;
    readonly useLocalNode?: boolean;
    readonly nodePath?: string;
    readonly signature?: boolean;
  }
  const sea: { default(entry: string, options: Options): Promise<void> };
  export default sea;
}
