using System.Net.Http.Json;
using System.Text.Json;
using Xmrl.Experiments.Definitions;

namespace Xmrl.Cli.Tests;

public sealed class WatchTests : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [PageFact]
    public async Task Watch_Folder_ServesUntilItIsStopped()
    {
        using var sink = new AddressWriter();
        _cli.OutputSink = sink;
        var serving = Task.Run(() => _cli.Run("watch", _cli["runs"], "--port", "0"));

        Uri address = await sink.Address.WaitAsync(TimeSpan.FromSeconds(30));
        using var client = new HttpClient();
        JsonElement runs = await client.GetFromJsonAsync<JsonElement>(new Uri(address, "/api/runs"));
        runs.GetProperty("runs").GetArrayLength().ShouldBe(0);

        _cli.Cancel();
        (await serving).ShouldBe(ExitCode.Cancelled);
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(address));
    }

    [Fact]
    public void Watch_FileInsteadOfAFolder_IsRefused()
    {
        File.WriteAllText(_cli["file"], "");
        _cli.Run("watch", _cli["file"]).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("is a file; a folder with runs is expected");
    }

    [Fact]
    public void Watch_AddressThatIsNone_IsRefused()
    {
        _cli.Run("watch", _cli["runs"], "--listen", "everywhere").ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("--listen is everywhere");
    }

    [PageFact]
    public void Reproduce_WithWatch_SaysWhereThePageIs()
    {
        string[] line = ["reproduce", "sg-mrl/table1", "--quick", "--seeds", "1", "--set", "nowhere=1", "--quiet"];
        _cli.Run([.. line, "--out", _cli["table"], "--watch"]).ShouldBe(ExitCode.Usage);
        _cli.Error.ShouldContain("Watch it at http://127.0.0.1:");
    }

    [PageFact]
    public void Train_WithWatch_SaysWhereThePageIsAndKeepsTheResult()
    {
        string[] line = ["train", "bandit", "--quick", "--set", "meta.iterations=2", "--quiet"];
        _cli.Run([.. line, "--out", _cli["plain"]]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Run([.. line, "--out", _cli["watched"], "--watch"]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Error.ShouldContain("Watch it at http://127.0.0.1:");
        File.ReadAllText(Path.Combine(_cli["watched"], "evaluation.json"))
            .ShouldBe(File.ReadAllText(Path.Combine(_cli["plain"], "evaluation.json")));
    }

    /// <summary>Waits for the address in the first line.</summary>
    private sealed class AddressWriter : StringWriter
    {
        private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Uri> Address => _address.Task;

        public override void Flush()
        {
            base.Flush();
            if (ToString().Split(' ').FirstOrDefault(static word => word.StartsWith("http://", StringComparison.Ordinal)) is { } word)
            {
                _address.TrySetResult(new Uri(word));
            }
        }
    }
}
