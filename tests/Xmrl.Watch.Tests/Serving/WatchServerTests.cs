using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Xmrl.Fixtures;
using Xmrl.Watch.Serving;

namespace Xmrl.Watch.Tests.Serving;

public sealed class WatchServerTests(SampleRuns samples) : IClassFixture<SampleRuns>
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    private static readonly CancellationToken s_token = CancellationToken.None;

    [Dashboard.Tests.Reports.PageFact]
    public async Task Get_Page_HasNoScriptOfItsOwn()
    {
        await using WatchServer server = await Start(samples.Folder);
        using HttpClient client = Client(server);
        using HttpResponseMessage page = await client.GetAsync(new Uri("/", UriKind.Relative), s_token);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self';");
        policy.ShouldNotContain("unsafe");
        page.Headers.Contains("Server").ShouldBeFalse();
        (await client.GetStringAsync(new Uri("/app.js", UriKind.Relative), s_token)).Length.ShouldBeGreaterThan(100_000);
        (await client.GetStringAsync(new Uri("/app.css", UriKind.Relative), s_token)).ShouldContain("{");
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Get_Runs_HasFinishedAndRunningOnes()
    {
        using var growing = LiveRun.Begin(samples.Folder, "growing");
        await using WatchServer server = await Start(samples.Folder);
        using HttpClient client = Client(server);
        JsonElement runs = (await Json(client, "/api/runs")).GetProperty("runs");
        runs.EnumerateArray().Select(static run => run.GetProperty("id").GetString())
            .ShouldBe([SampleRuns.First, SampleRuns.Second, "growing"], ignoreOrder: true);
        JsonElement done = runs.EnumerateArray().Single(static run => run.GetProperty("id").GetString() == SampleRuns.First);
        done.GetProperty("status").GetString().ShouldBe("done");
        done.GetProperty("scoreName").GetString().ShouldBe("success rate");
        done.GetProperty("learner").GetString().ShouldBe("MAML");
        done.GetProperty("curve").GetArrayLength().ShouldBe(4);
        growing.Delete();
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Get_Report_IsThatOfTheFileWhenTheRunIsDone()
    {
        await using WatchServer server = await Start(samples.Folder);
        using HttpClient client = Client(server);
        JsonElement answer = await Json(client, $"/api/report?run={SampleRuns.First}");
        string file = Path.Combine(samples.Folder, SampleRuns.First, "report.json");
        using var stored = JsonDocument.Parse(await File.ReadAllTextAsync(file, s_token));
        JsonElement.DeepEquals(answer.GetProperty("report"), stored.RootElement).ShouldBeTrue();
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Get_ReportOfARunAtWork_ShowsWhatIsDoneAndGrows()
    {
        using var run = LiveRun.Begin(samples.Folder, "live");
        run.Append(0, 3);
        await using WatchServer server = await Start(samples.Folder);
        using HttpClient client = Client(server);
        Points(await Json(client, "/api/report?run=live")).ShouldBe(3);
        run.Append(3, 4);
        await Task.Delay(TimeSpan.FromSeconds(1.1), s_token);
        await Json(client, "/api/runs");
        Points(await Json(client, "/api/report?run=live")).ShouldBe(7, "the list renews an old look");
        run.Append(7, 2);
        await Task.Delay(TimeSpan.FromSeconds(1.1), s_token);
        Points(await Json(client, "/api/report?run=live")).ShouldBe(9, "so does the report");
        run.Delete();

        static int Points(JsonElement answer) => answer.GetProperty("report").GetProperty("curves").EnumerateArray()
            .Single(static curve => curve.GetProperty("label").GetString() == "after adaptation").GetProperty("points").GetArrayLength();
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Get_Compare_HasGroupsOverSeedsCurvesAndNoPairOfOtherTasks()
    {
        await using WatchServer server = await Start(samples.Folder);
        using HttpClient client = Client(server);
        await Json(client, "/api/runs");
        JsonElement both = await Json(client, $"/api/compare?run={SampleRuns.First}&run={SampleRuns.Second}");
        both.GetProperty("groups").GetProperty("rows").GetArrayLength().ShouldBeGreaterThan(0);
        both.GetProperty("sentences").GetArrayLength().ShouldBeGreaterThan(0);
        both.GetProperty("curves").GetArrayLength().ShouldBeGreaterThan(1);
        both.GetProperty("pairs").GetArrayLength().ShouldBe(0, "another seed draws other tasks");
        JsonElement same = await Json(client, $"/api/compare?run={SampleRuns.First}");
        same.GetProperty("problem").GetString()!.ShouldContain("at least two runs");
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Get_Events_TellOfARunThatBegins()
    {
        using var folder = new TemporaryFolder();
        await using WatchServer server = await Start(folder.FullPath);
        using HttpClient client = Client(server);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using Stream stream = await client.GetStreamAsync(new Uri("/api/events", UriKind.Relative), limit.Token);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(limit.Token)).ShouldBe("event: runs");
        using var run = LiveRun.Begin(folder.FullPath, "new");
        string? line;
        while ((line = await reader.ReadLineAsync(limit.Token))?.Contains("\"new\"", StringComparison.Ordinal) == false)
        {
        }

        line.ShouldNotBeNull();
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Get_NamesThatWereNotListed_AreNotFound()
    {
        await using WatchServer server = await Start(samples.Folder);
        using HttpClient client = Client(server);
        foreach (string path in new[]
            {
                "/api/report?run=..", "/api/report?run=%2Fetc", "/api/report", "/page?run=../../etc/passwd", "/../etc/passwd",
                "/report.json",
                $"/page?run={SampleRuns.First}", "/api/compare?run=..",
            })
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative), s_token);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Get_HostileNamesAndMessages_StayText()
    {
        using var folder = new TemporaryFolder();
        using var run = LiveRun.Begin(folder.FullPath, Hostile, Hostile);
        await using WatchServer server = await Start(folder.FullPath);
        using HttpClient client = Client(server);
        string text = await client.GetStringAsync(new Uri("/api/runs", UriKind.Relative), s_token);
        text.ShouldNotContain("<img");
        using var answer = JsonDocument.Parse(text);
        answer.RootElement.GetProperty("runs")[0].GetProperty("experiment").GetString().ShouldBe(Hostile);
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Send_OtherHostsMethodsAndSites_AreRefused()
    {
        await using WatchServer server = await Start(samples.Folder);
        using HttpClient client = Client(server);
        (await Status(client, request => request.Headers.Host = "evil.example")).ShouldBe(HttpStatusCode.MisdirectedRequest);
        (await Status(client, request => request.Headers.Host = $"evil.example:{server.Address.Port}"))
            .ShouldBe(HttpStatusCode.MisdirectedRequest);
        (await Status(client, request => request.Headers.Host = $"localhost:{server.Address.Port}")).ShouldBe(HttpStatusCode.OK);
        (await Status(client, static request => request.Method = HttpMethod.Post)).ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await Status(client, static request => request.Headers.Add("Sec-Fetch-Site", "cross-site"))).ShouldBe(HttpStatusCode.Forbidden);
        (await Status(client, static request => request.Headers.Add("Sec-Fetch-Site", "same-origin"))).ShouldBe(HttpStatusCode.OK);
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Send_ToAnOpenServer_TakesItsToken()
    {
        string token = new('7', 32);
        var options = new WatchOptions { Folder = samples.Folder, Port = 0, Listen = IPAddress.Loopback };
        await Should.ThrowAsync<ArgumentException>(() => WatchServer.StartAsync(options, s_token));
        await using WatchServer server = await WatchServer.StartAsync(options with { Token = token }, s_token);
        server.Address.Query.ShouldBe($"?token={token}");
        using HttpClient client = Client(server);
        (await Status(client, static _ => { })).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status(client, static request => request.Headers.Authorization = Bearer(new string('0', 32))))
            .ShouldBe(HttpStatusCode.Unauthorized);
        (await Status(client, request => request.Headers.Authorization = Bearer(token))).ShouldBe(HttpStatusCode.OK);
        using HttpResponseMessage first = await client.GetAsync(server.Address, s_token);
        first.RequestMessage!.RequestUri!.Query.ShouldBe("", "the token leaves the address for a cookie");
        (await Status(client, static _ => { })).ShouldBe(HttpStatusCode.OK);
    }

    [Dashboard.Tests.Reports.PageFact]
    public async Task Start_PortThatIsTaken_SaysSo()
    {
        await using WatchServer server = await Start(samples.Folder);
        IOException error = await Should.ThrowAsync<IOException>(() => WatchServer.StartAsync(
            new WatchOptions { Folder = samples.Folder, Port = server.Address.Port }, s_token));
        error.Message.ShouldBe($"Port {server.Address.Port} of this machine is taken. Name another one with --port.");
    }

    internal static Task<WatchServer> Start(string folder)
        => WatchServer.StartAsync(new WatchOptions { Folder = folder, Port = 0 }, s_token);

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    private static HttpClient Client(WatchServer server)
        => new() { BaseAddress = new Uri(server.Address.GetLeftPart(UriPartial.Authority)) };

    private static async Task<HttpStatusCode> Status(HttpClient client, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/runs", UriKind.Relative));
        change(request);
        using HttpResponseMessage answer = await client.SendAsync(request, s_token);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> Json(HttpClient client, string path)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative), s_token));
        return answer.RootElement.Clone();
    }
}
