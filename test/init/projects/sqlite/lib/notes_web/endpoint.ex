defmodule NotesWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :notes
end
