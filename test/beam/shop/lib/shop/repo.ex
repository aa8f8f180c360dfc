defmodule Shop.Repo do
  @moduledoc "What the expression that waits for migrations uses of an Ecto repo, on a database that speaks lines: see world/database.ts."

  def config, do: [otp_app: :shop] ++ Application.get_env(:shop, __MODULE__)

  def all({"schema_migrations", Ecto.Migration.SchemaMigration}, _options) do
    for version <- String.split(ask("versions")), do: %{version: String.to_integer(version)}
  end

  @doc "One line there, one line back. Raises where there is no database, or no such table."
  def ask(line) do
    %URI{host: host, port: port, path: "/" <> database, userinfo: login} = URI.parse(config()[:url])
    options = [:binary, packet: :line, active: false]

    with {:ok, socket} <- :gen_tcp.connect(String.to_charlist(host), port, options, 2_000),
         :ok <- :gen_tcp.send(socket, "#{login} #{database} #{line}\n"),
         {:ok, "ok" <> answer} <- :gen_tcp.recv(socket, 0, 2_000) do
      answer
    else
      {:ok, refusal} -> raise String.trim(refusal)
      {:error, reason} -> raise "the database does not answer: #{inspect(reason)}"
    end
  end
end
