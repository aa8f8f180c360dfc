/** Where the classic plugin lies below a plugin root. */
export const PLUGIN_PATH = "phoenix-release.dev/v1/phoenixrelease/PhoenixRelease";
