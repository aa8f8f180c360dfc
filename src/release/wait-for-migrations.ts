/** Seconds between two looks at the database: a look takes a connection, a migration takes seconds to minutes. */
const PAUSE_SECONDS = 5;

/**
 * Elixir that ends once no migration is pending and only reads: it creates no table and takes no lock. `eval` has the release's
 * configuration but has loaded none of its applications, so those on the code path are loaded to find their repos. A database that does
 * not answer yet, or has no schema_migrations yet, is one to wait for.
 */
export const WAIT_FOR_MIGRATIONS = `
Application.ensure_all_started(:ssl)
apps = for dir <- :code.get_path(), file <- Path.wildcard("#{dir}/*.app"), do: file |> Path.basename(".app") |> String.to_atom()
Enum.each(apps, &Application.load/1)
repos = apps |> Enum.flat_map(&Application.get_env(&1, :ecto_repos, [])) |> Enum.uniq()
pending = fn repo ->
  {:ok, found, _} = Ecto.Migrator.with_repo(repo, fn repo ->
    Ecto.Migrator.migrations(repo, [Ecto.Migrator.migrations_path(repo)], skip_table_creation: true, migration_lock: false)
  end)
  for {:down, version, name} <- found, do: "#{version}_#{name}"
end
look = fn ->
  try do
    Enum.flat_map(repos, pending)
  catch
    kind, reason -> [Exception.format_banner(kind, reason, __STACKTRACE__)]
  end
end
Stream.repeatedly(look)
|> Stream.take_while(&(&1 != []))
|> Enum.each(fn left ->
  IO.puts("waiting for #{length(left)} migrations, the first is #{hd(left)}")
  Process.sleep(${PAUSE_SECONDS}_000)
end)
IO.puts("no migration is pending in #{inspect(repos)}")
`.trim();
