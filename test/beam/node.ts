import type { Pod } from "./kubelet/pod.ts";

const SHOP = "/app/bin/shop";

/** What an expression is in the running node of a pod, inspected. */
export async function rpc({ main }: Pod, expression: string, script = SHOP): Promise<string> {
  const { code, stdout, stderr } = await main.exec([script, "rpc", `IO.puts(inspect(${expression}))`]);
  if (code !== 0) throw new Error(`rpc ended with ${code}: ${stdout}${stderr}`);
  return stdout.trim();
}

export const nodesSeenBy = async (pod: Pod): Promise<string[]> => [...(await rpc(pod, "Node.list()")).matchAll(/[-\w]+@[-\w.:]+/g)].map(String).sort();
