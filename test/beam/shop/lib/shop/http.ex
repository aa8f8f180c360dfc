defmodule Shop.Http do
  @moduledoc "A web server of two pages. When it stops it first closes the listener, then waits for the requests that it has begun."
  use GenServer, shutdown: 15_000

  def start_link(port), do: GenServer.start_link(__MODULE__, port, name: __MODULE__)

  @impl true
  def init(port) do
    Process.flag(:trap_exit, true)
    {:ok, socket} = listen(port)
    {:ok, acceptor} = Task.start_link(fn -> accept(socket) end)
    IO.puts("listening on #{port}")
    {:ok, {socket, acceptor}}
  end

  @impl true
  def handle_info({:EXIT, _pid, reason}, state), do: {:stop, reason, state}

  @impl true
  def terminate(_reason, {socket, acceptor}) do
    Process.unlink(acceptor)
    :gen_tcp.close(socket)
    wait()
    IO.puts("http drained")
  end

  defp wait do
    if Task.Supervisor.children(Shop.Connections) != [] do
      Process.sleep(50)
      wait()
    end
  end

  # Both families, as phx.new; a kernel without IPv6 is no reason to fail a test.
  defp listen(port) do
    options = [:binary, packet: :http_bin, active: false, reuseaddr: true, backlog: 1024]

    with {:error, _} <- :gen_tcp.listen(port, [:inet6, {:ip, {0, 0, 0, 0, 0, 0, 0, 0}} | options]),
         do: :gen_tcp.listen(port, options)
  end

  defp accept(socket) do
    with {:ok, client} <- :gen_tcp.accept(socket) do
      {:ok, pid} = Task.Supervisor.start_child(Shop.Connections, fn -> receive(do: (:go -> serve(client, nil))) end, shutdown: 15_000)
      :ok = :gen_tcp.controlling_process(client, pid)
      send(pid, :go)
      accept(socket)
    end
  end

  defp serve(client, path) do
    case :gen_tcp.recv(client, 0, 5_000) do
      {:ok, {:http_request, _method, {:abs_path, path}, _version}} -> serve(client, path)
      {:ok, {:http_header, _, _, _, _}} -> serve(client, path)
      {:ok, :http_eoh} -> :gen_tcp.send(client, response(page(path)))
      {:error, _} -> :gen_tcp.close(client)
    end
  end

  defp page("/health"), do: {"200 OK", "well"}

  defp page("/slow?" <> milliseconds) do
    milliseconds |> String.to_integer() |> Process.sleep()
    {"200 OK", "at last"}
  end

  defp page(_), do: {"404 Not Found", "nothing"}

  defp response({status, body}),
    do: "HTTP/1.1 #{status}\r\ncontent-type: text/plain\r\ncontent-length: #{byte_size(body)}\r\nconnection: close\r\n\r\n#{body}"
end
