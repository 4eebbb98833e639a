using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Xmrl.Watch.Serving;

/// <summary>Refuses requests that do not come from the page: other methods than reading, other hosts (a name that another site points at
/// this machine), requests of other sites, and, where others may reach the server, requests without the token.</summary>
internal sealed class RequestGuard
{
    private const string Cookie = "xmrl-watch";
    private const string TokenName = "token";
    private const string SiteHeader = "Sec-Fetch-Site";

    /// <summary>No script but the page's own file, no address but this server's.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Builds a guard.</summary>
    /// <param name="token">The word that a client must give; null where only this machine reaches the server.</param>
    public RequestGuard(string? token) => Token = token;

    /// <summary>The word that a client must give; null where only this machine reaches the server.</summary>
    public string? Token { get; }

    /// <summary>Names the port, once it is known.</summary>
    /// <param name="port">The port.</param>
    public void Allow(int port)
    {
        foreach (string name in new[] { "127.0.0.1", "localhost" })
        {
            _hosts.Add($"{name}:{port}");
        }
    }

    /// <summary>Answers a request that is refused, and passes the others on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">What answers it.</param>
    public async Task Check(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            await Answers.Problem(context, StatusCodes.Status405MethodNotAllowed, "This server is for reading: GET is expected.");
        }
        else if (Token is null && !_hosts.Contains(request.Host.Value ?? ""))
        {
            await Answers.Problem(
                context, StatusCodes.Status421MisdirectedRequest,
                $"The host {string.Join(" or ", _hosts)} is expected; the request names another one.");
        }
        else if (request.Headers[SiteHeader] is [{ } site] && site is not ("same-origin" or "none"))
        {
            await Answers.Problem(context, StatusCodes.Status403Forbidden, "The request comes from another site.");
        }
        else if (Token is not null && !IsKnown(request))
        {
            await Answers.Problem(
                context, StatusCodes.Status401Unauthorized, "The token is missing or wrong: open the address that xmrl watch printed.");
        }
        else if (Token is not null && request.Query.ContainsKey(TokenName) && request.Path == "/")
        {
            context.Response.Cookies.Append(
                Cookie, Token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true, Path = "/" });
            context.Response.Redirect("/");
        }
        else
        {
            await next(context);
        }
    }

    private bool IsKnown(HttpRequest request)
        => Is(request.Cookies[Cookie]) || Is(request.Query[TokenName]) || Is(Bearer(request.Headers.Authorization));

    private bool Is(string? word)
        => word is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(word), Encoding.UTF8.GetBytes(Token!));

    private static string? Bearer(string? header)
        => header?.StartsWith("Bearer ", StringComparison.Ordinal) == true ? header["Bearer ".Length..] : null;
}
