using System.Security.Cryptography;
using System.Text.Json;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Runs.Tests.Records;

public sealed class RunManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _run;

    public RunManifestTests() => _run = RunDirectory.Create(
        _folder["run"],
        force: false,
        new RunState { Phase = RunPhase.Running },
        prepare: run =>
        {
            File.WriteAllText(run.ConfigurationPath, "a: 1\n");
            run.Manifest.Seal(run.ConfigurationPath);
        });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Problems_NothingChanged_AreNone()
    {
        File.WriteAllText(_run.MetricsPath, "");
        Directory.CreateDirectory(_run.EvaluationsPath);
        File.WriteAllText(Path.Combine(_run.EvaluationsPath, "a.json"), "");
        RunDirectory.Create(_folder["run/inner"], force: false, new RunState { Phase = RunPhase.Running });
        _run.Finish(RunPhase.Done, "");

        _run.Manifest.Problems().ShouldBeEmpty();
        _run.Manifest.Entries.Keys.ShouldBe(["config.yaml", "evaluations/a.json", "metrics.jsonl"]);
        _run.Manifest.Entries["config.yaml"].ShouldBe(new ManifestEntry(5, Convert.ToHexStringLower(SHA256.HashData("a: 1\n"u8)), true));
    }

    [Theory]
    [InlineData("a: 2\n", "has SHA-256")]
    [InlineData("a: 10\n", "has 6 bytes")]
    [InlineData(null, "is missing")]
    public void Problems_FileChanged_NameItAndStayWhenTheRunEnds(string? content, string expected)
    {
        if (content is null)
        {
            File.Delete(_run.ConfigurationPath);
        }
        else
        {
            File.WriteAllText(_run.ConfigurationPath, content);
        }

        _run.Finish(RunPhase.Done, "");

        ManifestProblem problem = _run.Manifest.Problems().Single();
        problem.Name.ShouldBe("config.yaml");
        problem.Message.ShouldContain(expected);
        _run.Manifest.IsWhole(_run.ConfigurationPath).ShouldBeFalse();
    }

    [Fact]
    public void Continue_FinishedRun_AsksNothingOfFilesThatGrow()
    {
        File.WriteAllText(_run.MetricsPath, "");
        _run.Finish(RunPhase.Cancelled, "");
        _run.Continue();
        File.WriteAllText(_run.MetricsPath, "more");

        _run.Manifest.Problems().ShouldBeEmpty();
        _run.Manifest.Entries.Keys.ShouldBe(["config.yaml"]);
    }

    [Fact]
    public void IsWhole_NotListedYet_IsWhetherItIsThere()
    {
        _run.Manifest.IsWhole(_run.TasksPath).ShouldBeFalse();
        File.WriteAllText(_run.TasksPath, "{}");
        _run.Manifest.IsWhole(_run.TasksPath).ShouldBeTrue();
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a/../../x")]
    [InlineData("a\\x")]
    [InlineData("")]
    [InlineData("a//b")]
    public void Read_NameOutsideTheRun_IsRefused(string name)
    {
        var file = new Dictionary<string, object> { [name] = new { bytes = 0, sha256 = new string('0', 64), @fixed = true } };
        File.WriteAllText(_run.File(RunManifest.Name), JsonSerializer.Serialize(new { version = 1, files = file }));

        Should.Throw<InvalidDataException>(() => _run.Manifest.Problems()).Message.ShouldContain("expected a file inside the run directory");
    }

    [Theory]
    [InlineData("{}", "line 1")]
    [InlineData("""{"version":2,"files":{}}""", "version 2")]
    [InlineData("""{"version":1,"files":null}""", "line 1")]
    [InlineData("""{"version":1,"files":{"a":null}}""", "holds null")]
    [InlineData("""{"version":1,"files":{"a":{"bytes":1,"sha256":"00","fixed":true}}}""", "is not valid")]
    [InlineData("""{"version":1,"files":{"a":{"bytes":-1,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","fixed":true}}}""", "is not valid")]
    [InlineData("[", "line 1")]
    public void Read_Invalid_SaysWhat(string text, string expected)
    {
        File.WriteAllText(_run.File(RunManifest.Name), text);

        Should.Throw<InvalidDataException>(() => _run.Manifest.Entries).Message.ShouldContain(expected);
    }
}
