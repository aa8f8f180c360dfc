~w(rel plugins *.exs)
|> Path.join()
|> Path.wildcard()
|> Enum.map(&Code.eval_file(&1))

use Distillery.Releases.Config,
  default_release: :default,
  default_environment: Mix.env()

environment :prod do
  set(include_erts: true)
  set(include_src: false)
  set(vm_args: "rel/vm.args")
end

release :ledger do
  set(version: current_version(:ledger))
  set(applications: [:runtime_tools])

  set(
    commands: [
      migrate: "rel/commands/migrate.sh"
    ]
  )
end
