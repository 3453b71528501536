"""A web application in which the users of many sipgate accounts log in. Any number of workers share one database.

    pip install "sipgate-tools[webhooks]" fastapi
    export SIPGATE_CLIENT_ID=... SIPGATE_CLIENT_SECRET=... SHOP_URL=https://shop.example
    export SHOP_KEYS=$(python -c 'import secrets; print(secrets.token_hex(32))')  # keep it: it decrypts the database
    cd examples/tenants && uvicorn --factory app:from_environment --workers 2

Register `$SHOP_URL/callback` as a redirect URI of the OAuth client.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import Cookie, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse
from store import LOGIN_SECONDS, SESSION_SECONDS, Cipher, Database, LoginStore, Sessions

from sipgate_tools import AsyncOAuth, AsyncSipgate, InvalidInput, NotAuthenticated, PermissionDenied
from sipgate_tools.auth import AuthorizationRequest, NoCredentials

LOGIN_COOKIE = "__Host-login"
SESSION_COOKIE = "__Host-session"


def from_environment() -> FastAPI:
    """Return the application for the settings in the environment; each worker calls this once."""
    keys = [bytes.fromhex(key) for key in os.environ["SHOP_KEYS"].split(",")]
    database = Database(Path(os.environ.get("SHOP_DATABASE", "shop.db")), Cipher(keys))
    return create_app(
        database, os.environ["SIPGATE_CLIENT_ID"], os.environ["SIPGATE_CLIENT_SECRET"], os.environ["SHOP_URL"]
    )


def create_app(
    database: Database, client_id: str, client_secret: str, url: str, **connection: Any
) -> FastAPI:
    """Return the application. `connection` is passed to `AsyncOAuth` and `AsyncSipgate`; the tests pass a sandbox."""
    sessions = Sessions(database)
    oauth = AsyncOAuth(
        client_id,
        client_secret,
        redirect_uri=f"{url}/callback",
        scopes=["balance:read", "users:read"],
        **connection,
    )
    pool = AsyncSipgate(credentials=NoCredentials(), transport=connection.get("transport"))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        async with oauth, pool:
            yield

    app = FastAPI(lifespan=lifespan)

    async def client_of(session_id: str | None) -> AsyncSipgate:
        session = await sessions.get(session_id) if session_id else None
        credentials = await oauth.stored(LoginStore(database, session["user"])) if session else None
        if credentials is None:
            raise HTTPException(401, "Log in at /login.")
        return pool.with_credentials(credentials)

    @app.get("/login")
    async def login() -> RedirectResponse:
        attempt = oauth.authorization_url()
        content = {"url": attempt.url, "state": attempt.state, "verifier": attempt.verifier}
        response = RedirectResponse(attempt.url, 303)
        _set_cookie(response, LOGIN_COOKIE, await sessions.start(content, LOGIN_SECONDS), LOGIN_SECONDS)
        return response

    @app.get("/callback")
    async def callback(
        request: Request, login: Annotated[str | None, Cookie(alias=LOGIN_COOKIE)] = None
    ) -> RedirectResponse:
        attempt = await sessions.end(login) if login else None
        if attempt is None:
            raise HTTPException(400, "This login has expired. Start again at /login.")
        # 1. exchange the code, 2. find out who logged in, 3. store the login for that user
        credentials = await oauth.exchange(str(request.url), AuthorizationRequest(**attempt))
        user = (await pool.with_credentials(credentials).users.info()).key
        await oauth.keep(credentials, LoginStore(database, user))
        response = RedirectResponse("/me", 303)
        _set_cookie(
            response, SESSION_COOKIE, await sessions.start({"user": user}, SESSION_SECONDS), SESSION_SECONDS
        )
        response.delete_cookie(LOGIN_COOKIE, secure=True)
        return response

    @app.get("/me")
    async def me(
        session: Annotated[str | None, Cookie(alias=SESSION_COOKIE)] = None,
    ) -> dict[str, str | None]:
        client = await client_of(session)
        person = await client.users.me()
        balance = str(await client.account.balance()) if person.admin else None  # others may not read it
        return {"name": person.name, "balance": balance}

    @app.post("/logout")
    async def logout(session: Annotated[str | None, Cookie(alias=SESSION_COOKIE)] = None) -> RedirectResponse:
        if session:
            await sessions.end(session)
        response = RedirectResponse("/login", 303)
        response.delete_cookie(SESSION_COOKIE, secure=True)
        return response

    @app.exception_handler(NotAuthenticated)
    async def log_in_again(_: Request, __: Exception) -> JSONResponse:
        return JSONResponse({"detail": "The login at sipgate has ended. Log in at /login."}, 401)

    @app.exception_handler(PermissionDenied)
    async def forbidden(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 403)

    @app.exception_handler(InvalidInput)
    async def bad_request(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 400)

    return app


def _set_cookie(response: RedirectResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, secure=True, httponly=True, samesite="lax", path="/")
