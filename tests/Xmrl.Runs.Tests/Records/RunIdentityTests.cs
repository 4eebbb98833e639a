using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Runs.Tests.Records;

public sealed class RunIdentityTests : IDisposable
{
    private static readonly RunState s_asked = new()
    {
        Phase = RunPhase.Running,
        Action = "train",
        Experiment = "drone",
        Seed = 3,
        Quick = true,
    };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_ConfigurationAndTasks_AreNamedByTheirHash()
    {
        RunDirectory run = Run("run");

        RunIdentity identity = run.ReadIdentity()!;

        (identity.Layout, identity.Action, identity.Experiment, identity.Seed, identity.Quick)
            .ShouldBe((RunDirectory.Layout, "train", "drone", 3UL, true));
        identity.Configuration.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("a: 1\n"u8)));
        identity.Tasks.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(run.TasksPath))));
        File.ReadAllText(run.StatePath).ShouldNotContain("seed");
    }

    [Fact]
    public void Hash_SameRequest_IsTheSameAndAnyOtherIsNot()
    {
        string[] hashes =
        [
            .. new[]
            {
                s_asked,
                s_asked with { Seed = 2 },
                s_asked with { Quick = false },
                s_asked with { Action = "improve" },
                s_asked with { Experiment = "bandit" },
            }
                .Select((state, i) => Run($"run{i}", state).ReadIdentity()!.Hash),
            Run("configured", s_asked, "a: 2\n").ReadIdentity()!.Hash,
            Run("other tasks", s_asked, tasks: 2).ReadIdentity()!.Hash,
        ];

        hashes.ShouldBeUnique();
        Run("again").ReadIdentity()!.Hash.ShouldBe(hashes[0]);
    }

    [Fact]
    public void ReadState_AnyBitOfStateFlipped_NamesTheFile()
    {
        RunDirectory run = Run("run");
        EveryBit.Flipped(run.StatePath, () => Should.Throw<InvalidDataException>(run.ReadState).Message.ShouldContain("state.json"));
        run.ReadState().Seed.ShouldBe(3UL);
    }

    [Fact]
    public void ReadState_AnyBitOfIdentityFlipped_NamesTheFile()
    {
        RunDirectory run = Run("run");
        EveryBit.Flipped(run.IdentityPath, () => Should.Throw<InvalidDataException>(run.ReadState).Message.ShouldContain("identity.json"));
        run.ReadState().Seed.ShouldBe(3UL);
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("action")]
    [InlineData("experiment")]
    [InlineData("quick")]
    [InlineData("configuration")]
    [InlineData("tasks")]
    public void ReadState_LineOfIdentityLost_IsAnError(string key)
    {
        RunDirectory run = Run("run");
        File.WriteAllLines(
            run.IdentityPath,
            File.ReadAllLines(run.IdentityPath).Where(line => !line.Contains($"\"{key}\"", StringComparison.Ordinal)).ToArray());

        Should.Throw<InvalidDataException>(run.ReadState).Message.ShouldContain("identity.json");
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("action")]
    [InlineData("experiment")]
    [InlineData("quick")]
    [InlineData("state")]
    public void ReadState_KeyOfAFormerLayoutMissing_IsAnErrorAndNoDefault(string key)
    {
        RunDirectory run = Run("run");
        File.Delete(run.IdentityPath);
        RunJson.Write(run.StatePath, s_asked with { Layout = 2, Phase = RunPhase.Done });
        run.ReadState().Seed.ShouldBe(3UL);
        JsonObject state = JsonNode.Parse(File.ReadAllText(run.StatePath))!.AsObject();
        state.Remove(key).ShouldBeTrue();
        File.WriteAllText(run.StatePath, state.ToJsonString());

        Should.Throw<InvalidDataException>(run.ReadState).Message.ShouldContain("state.json");
    }

    [Fact]
    public void ReadState_IdentityMissing_IsNotAFormerLayout()
    {
        RunDirectory run = Run("run");
        File.Delete(run.IdentityPath);

        Should.Throw<InvalidDataException>(run.ReadState).Message.ShouldContain("identity.json is missing");
        RunSummary.Of(run).Status.ShouldBe("unreadable");
    }

    [Fact]
    public void ReadState_IdentityOfAnotherRun_SaysWhich()
    {
        RunDirectory run = Run("run");
        RunDirectory other = Run("other", s_asked with { Seed = 4 });
        string own = run.ReadIdentity()!.Hash;
        File.Copy(other.IdentityPath, run.IdentityPath, overwrite: true);

        Should.Throw<InvalidDataException>(run.ReadState).Message.ShouldContain(
            $"belongs to the run {own}; identity.json says {other.ReadIdentity()!.Hash}");
    }

    [Fact]
    public void Problems_ConfigurationOrTasksExchanged_NameBothHashes()
    {
        RunDirectory run = Run("run");
        RunDirectory other = Run("other", s_asked, "a: 2\n", tasks: 2);
        File.Copy(other.ConfigurationPath, run.ConfigurationPath, overwrite: true);
        File.Copy(other.TasksPath, run.TasksPath, overwrite: true);

        IReadOnlyList<ManifestProblem> found = RunCheck.Problems(run);

        found.Select(problem => problem.Name).ShouldBe(["config.yaml", "tasks.json"], ignoreOrder: true);
        found.Single(problem => problem.Name == "config.yaml").Message
            .ShouldBe(
                $"config.yaml has SHA-256 {other.ReadIdentity()!.Configuration}; identity.json says {run.ReadIdentity()!.Configuration}.");
    }

    private RunDirectory Run(string name) => Run(name, s_asked);

    private RunDirectory Run(
        string name, RunState state, string configuration = "a: 1\n",
        int tasks = 1) => RunDirectory.Create(_folder[name], force: false, state, prepare: run =>
    {
        File.WriteAllText(run.ConfigurationPath, configuration);
        run.Store(run.TasksPath, new { tasks });
    });
}
