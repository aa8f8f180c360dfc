defmodule Shop.Cluster do
  @moduledoc """
  Asks DNS again and again and connects to what it finds, as dns_cluster and the DNS strategies of libcluster do. Nodes are tried under
  the name that this node has before its @.
  """
  use GenServer

  # Milliseconds; dns_cluster waits 5000.
  @pause 500

  def start_link(args), do: GenServer.start_link(__MODULE__, args, name: __MODULE__)

  @impl true
  def init({_kind, nil}), do: :ignore

  def init({kind, query}) do
    send(self(), :look)
    {:ok, {kind, String.to_charlist(query)}}
  end

  @impl true
  def handle_info(:look, {kind, query} = state) do
    [basename, _host] = node() |> Atom.to_string() |> String.split("@")
    for host <- hosts(kind, query), name = :"#{basename}@#{host}", name not in [node() | Node.list()], do: Node.connect(name)
    Process.send_after(self(), :look, @pause)
    {:noreply, state}
  end

  # Addresses of A and AAAA records; for :srv the targets of SRV records, which are names.
  defp hosts(:a, query), do: for(type <- [:a, :aaaa], address <- resolve(query, type), do: :inet.ntoa(address))
  defp hosts(:srv, query), do: for({_priority, _weight, _port, target} <- resolve(query, :srv), do: target)

  # getbyname and not lookup, since dns_cluster 0.1.2: it follows the search list of resolv.conf.
  defp resolve(query, type) do
    case :inet_res.getbyname(query, type) do
      {:ok, {:hostent, _name, _aliases, _type, _length, answers}} -> answers
      {:error, _} -> []
    end
  end
end
