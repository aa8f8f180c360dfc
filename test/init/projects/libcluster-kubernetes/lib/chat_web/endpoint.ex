defmodule ChatWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :chat
end
