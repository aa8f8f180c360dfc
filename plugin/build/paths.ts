/** The top of the repository. */
export const root: string = new URL("../..", import.meta.url).pathname;

/** Where kustomize looks for the classic plugin below KUSTOMIZE_PLUGIN_HOME=plugin: group/version/kind/Kind. */
export const pluginBinary: string = `${root}plugin/phoenix-release.dev/v1/phoenixrelease/PhoenixRelease`;
export const dist: string = `${root}dist/`;
export const cache: string = `${root}.cache/build/`;
