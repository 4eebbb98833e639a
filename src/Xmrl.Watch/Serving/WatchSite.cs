using Microsoft.AspNetCore.Http;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Watch.Comparing;
using Xmrl.Watch.Runs;

namespace Xmrl.Watch.Serving;

/// <summary>The addresses of the server.</summary>
/// <param name="page">The page.</param>
/// <param name="board">The runs.</param>
/// <param name="feed">Their changes.</param>
/// <param name="end">Cancelled when the server ends.</param>
internal sealed class WatchSite(WatchPage page, RunBoard board, EventFeed feed, CancellationToken end)
{
    private const string RunKey = "run";
    private const long LargestTable = 64L << 20;

    /// <summary>A stored page may run its own scripts, but reaches neither this server nor any other.</summary>
    private const string StoredPolicy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; sandbox allow-scripts";

    private readonly RunReports _reports = new(board);

    /// <summary>Answers a request that was let through.</summary>
    /// <param name="context">The request.</param>
    public Task Answer(HttpContext context) => context.Request.Path.Value switch
    {
        "/" => Answers.Text(context, "text/html; charset=utf-8", page.Html),
        "/app.js" => Answers.Text(context, "text/javascript; charset=utf-8", page.Script),
        "/app.css" => Answers.Text(context, "text/css; charset=utf-8", page.Style),
        "/api/runs" => List(context),
        "/api/report" => Report(context),
        "/api/compare" => Compare(context),
        "/api/events" => feed.Send(context, end),
        "/page" => Table(context),
        "/favicon.ico" => Nothing(context),
        _ => Answers.Problem(context, StatusCodes.Status404NotFound, "There is nothing at this address."),
    };

    private Task List(HttpContext context)
    {
        board.Look([]);
        IReadOnlyList<WatchedRun> runs = board.Runs(out long version);
        return Answers.Document(context, new { folder = board.Name, version, runs });
    }

    private Task Report(HttpContext context)
    {
        string id = context.Request.Query[RunKey].ToString();
        board.Look([id]);
        return _reports.Find(id) is { } json ? Answers.Text(context, "application/json; charset=utf-8", json) : Missing(context);
    }

    private Task Compare(HttpContext context)
    {
        string[] ids = [.. context.Request.Query[RunKey].OfType<string>().Distinct(StringComparer.Ordinal)];
        if (ids.Length is < 1 or > RunComparison.Most)
        {
            return Answers.Problem(
                context, StatusCodes.Status400BadRequest, $"1 to {RunComparison.Most} runs are expected; {ids.Length} are named.");
        }

        board.Look(ids);
        var runs = new List<(string Id, RunDirectory Run)>();
        foreach (string id in ids)
        {
            if (board.Find(id, out RunStamp? stamp) is null)
            {
                return Missing(context);
            }

            runs.Add((id, RunDirectory.OpenPart(stamp!.Summary.FullPath)));
        }

        return Answers.Document(context, RunComparison.Of(runs, _reports));
    }

    private Task Table(HttpContext context)
    {
        string id = context.Request.Query[RunKey].ToString();
        board.Look([id]);
        if (board.Find(id, out RunStamp? stamp) is not { Page: not null })
        {
            return Missing(context);
        }

        try
        {
            string path = Path.Combine(stamp!.Summary.FullPath, ReproductionResult.PageName);
            byte[] html;
            using (FileStream file = RunFiles.OpenRead(path, LargestTable))
            {
                html = new byte[file.Length];
                file.ReadExactly(html);
            }

            context.Response.Headers.ContentSecurityPolicy = StoredPolicy;
            return Answers.Text(context, "text/html; charset=utf-8", html);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Answers.Problem(context, StatusCodes.Status404NotFound, FailureSentence.Of(error));
        }
    }

    private static Task Nothing(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task Missing(HttpContext context)
        => Answers.Problem(context, StatusCodes.Status404NotFound, "No run of this name is below the folder that is watched.");
}
