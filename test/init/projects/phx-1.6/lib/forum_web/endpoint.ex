defmodule ForumWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :forum

  @session_options [store: :cookie, key: "_forum_key", signing_salt: "salt"]

  socket "/live", Phoenix.LiveView.Socket, websocket: [connect_info: [session: @session_options]]
  plug ForumWeb.Router
end
