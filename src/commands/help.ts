export const help = `Turns a PhoenixRelease spec into every Kubernetes resource that an Elixir/Phoenix release needs.

Usage:
  phoenix-release FILE       print the resources for the spec in FILE
  phoenix-release version    print the version
  phoenix-release help       print this text

Kustomize runs it by itself:
  kustomize build --enable-alpha-plugins DIR                  as a classic exec plugin or in a container
  kustomize build --enable-alpha-plugins --enable-exec DIR    as a KRM exec function; without --enable-exec
                                                              kustomize prints nothing and exits 0

Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 3 a fault of this program.
`;
