defmodule Shop.Sockets do
  @moduledoc "Takes its time to stop, as the drainer of Phoenix sockets does."
  use GenServer, shutdown: 30_000

  def start_link(milliseconds), do: GenServer.start_link(__MODULE__, milliseconds, name: __MODULE__)

  @impl true
  def init(milliseconds) do
    Process.flag(:trap_exit, true)
    {:ok, milliseconds}
  end

  @impl true
  def terminate(_reason, milliseconds) do
    Process.sleep(milliseconds)
    IO.puts("sockets drained")
  end
end
