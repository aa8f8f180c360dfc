/** Milliseconds between two looks at the database. */
const PAUSE = 2000;

/**
 * Elixir that ends once the database holds every migration of the image. It only reads, and takes no lock: Ecto.Migrator.migrations would
 * create the table or wait for the migrator's lock, depending on the version of ecto_sql. `eval` has the release's configuration but has
 * loaded none of its applications, so those on the code path are loaded to find their repos. A database that does not answer, or has no
 * schema_migrations yet, is one to wait for; a repo without migrations, or a release without Ecto, is not.
 */
export const WAIT_FOR_MIGRATIONS = `
for dir <- :code.get_path(), file <- Path.wildcard("#{dir}/*.app"), do: Application.load(String.to_atom(Path.basename(file, ".app")))
repos = for {app, _, _} <- Application.loaded_applications(), repo <- Application.get_env(app, :ecto_repos, []), uniq: true, do: repo

in_image = fn repo ->
  config = repo.config()
  priv = config[:priv] || "priv/#{repo |> Module.split() |> List.last() |> Macro.underscore()}"
  files = Path.wildcard(Path.join([Application.app_dir(config[:otp_app], priv), "migrations/**/[0-9]*_*.exs"]))
  for file <- files, do: file |> Path.basename() |> Integer.parse() |> elem(0)
end

in_database = fn repo ->
  config = repo.config()
  table = {config[:migration_source] || "schema_migrations", Ecto.Migration.SchemaMigration}
  read = fn _ -> (config[:migration_repo] || repo).all(table, log: false, schema_migration: true, ecto_query: :schema_migration) end
  {:ok, rows, _} = Ecto.Migrator.with_repo(repo, read)
  for row <- rows, do: row.version
end

missing = fn repo, versions ->
  try do
    versions -- in_database.(repo)
  rescue
    error -> Exception.message(error)
  catch
    :exit, reason -> Exception.format_exit(reason)
  end
end

wait = fn wait, repo, versions ->
  left = missing.(repo, versions)
  if left != [] do
    IO.puts("#{inspect(repo)} waits for migrations: #{inspect(left, limit: 3, charlists: :as_lists)}")
    Process.sleep(${PAUSE})
    wait.(wait, repo, versions)
  end
end

for repo <- repos, Code.ensure_loaded?(Ecto.Migrator), [_ | _] = versions <- [in_image.(repo)], do: wait.(wait, repo, versions)
`.trim();
