using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Xmrl.Watch.Runs;

namespace Xmrl.Watch.Serving;

/// <summary>Answers as JSON.</summary>
internal static class Answers
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Answers with a document.</summary>
    /// <param name="context">The request.</param>
    /// <param name="document">Written with <see cref="RowJson"/>.</param>
    public static Task Document(HttpContext context, object document)
        => Text(context, Json, JsonSerializer.SerializeToUtf8Bytes(document, RowJson.Options));

    /// <summary>Answers with a sentence that says what was expected and what was found.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Status code, ≥ 400.</param>
    /// <param name="problem">The sentence.</param>
    public static Task Problem(HttpContext context, int status, string problem)
    {
        context.Response.StatusCode = status;
        return Document(context, new { problem });
    }

    /// <summary>Answers with bytes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">Their media type.</param>
    /// <param name="bytes">UTF-8.</param>
    public static async Task Text(HttpContext context, string type, ReadOnlyMemory<byte> bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
