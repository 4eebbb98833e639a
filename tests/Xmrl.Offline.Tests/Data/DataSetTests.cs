using System.Text.RegularExpressions;
using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;
using Xmrl.Fixtures;

namespace Xmrl.Offline.Tests.Data;

public class DataSetTests
{
    [Fact]
    public void Read_WrittenSet_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        DataSetDescription stored = Buffers.Store(folder.FullPath);
        OfflineDataSet read = OfflineDataSet.Read(folder.FullPath, Buffers.Spec);
        read.Of(BufferSet.Training).Count().ShouldBe(2);
        read.Of(BufferSet.Test).Single().MdpTask.Parameters.ShouldBe([0.0]);
        TaskBuffer first = read.Buffers[0];
        first.Observations.ShouldBe(Buffers.Of().Observations);
        first.Actions.ShouldBe(Buffers.Of().Actions);
        first.Rewards.ShouldBe(Buffers.Of().Rewards);
        first.EpisodeStarts.ShouldBe(Buffers.Of().EpisodeStarts);
        first.Terminated.ShouldBe(Buffers.Of().Terminated);
        first.FinalObservations.ShouldBe(Buffers.Of().FinalObservations);
        first.PolicyNumbers.ShouldBe(Buffers.Of().PolicyNumbers);
        read.Description.ReturnScale.ShouldBe(stored.ReturnScale);
        read.Description.Buffers[0].StageReturns.ShouldBe([3.0, 18, 15]);
        read.Description.Collector.Seed.ShouldBe(3UL);
    }

    [Fact]
    public void Complete_SameBuffersTwice_SameBytes()
    {
        using var folder = new TemporaryFolder();
        Buffers.Store(folder["a"]);
        Buffers.Store(folder["b"]);
        foreach (string file in Directory.GetFiles(folder["a"]))
        {
            File.ReadAllBytes(file).ShouldBe(File.ReadAllBytes(Path.Combine(folder["b"], Path.GetFileName(file))));
        }
    }

    [Theory]
    [InlineData("\"environment\": \"Toy-v1\"", "\"environment\": \"Other-v1\"", "environment is Other-v1; 'Toy-v1' has Toy-v1")]
    [InlineData("\"rewardVersion\": \"plain\"", "\"rewardVersion\": \"new\"", "rewardVersion is new")]
    [InlineData("\"horizon\": 4", "\"horizon\": 5", "horizon is 5")]
    [InlineData("\"observationSize\": 2", "\"observationSize\": 3", "observationSize is 3; 'Toy-v1' has 2")]
    [InlineData("\"actionSize\": 1", "\"actionSize\": 2", "actionSize is 2")]
    [InlineData("\"version\": 1", "\"version\": 2", "version 2; expected xmrl-offline, version 1")]
    [InlineData("\"actionLimit\": 1", "\"actionLimit\": -1", "actionLimit -1")]
    [InlineData("task-00001.safetensors", "task-00000.safetensors", "a file of its own")]
    [InlineData("task-00001.safetensors", "../task-00001.safetensors", "a file of its own in the same folder")]
    [InlineData("\"index\": 1", "\"index\": 0", "every task of a set once")]
    [InlineData("\"steps\": 9", "\"steps\": 8", "holds 9 steps in 3 episodes")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"0", "the file was changed")]
    public void Read_ChangedDescription_IsOneSentence(string found, string changed, string expected)
    {
        using var folder = new TemporaryFolder();
        Buffers.Store(folder.FullPath);
        string path = folder[OfflineDataSet.FileName];
        var first = new Regex(Regex.Escape(found));
        File.WriteAllText(path, first.Replace(File.ReadAllText(path), changed, 1));
        string message = Should.Throw<InvalidDataException>(() => OfflineDataSet.Read(folder.FullPath, Buffers.Spec)).Message;
        message.ShouldContain(expected);
        message.ShouldContain(folder.FullPath);
    }

    [Fact]
    public void Read_EmptySet_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Buffers.Store(folder.FullPath);
        string path = folder[OfflineDataSet.FileName];
        string text = File.ReadAllText(path);
        File.WriteAllText(path, text[..text.IndexOf("\"buffers\"", StringComparison.Ordinal)] + "\"buffers\": []}");
        Should.Throw<InvalidDataException>(() => OfflineDataSet.Read(folder.FullPath, Buffers.Spec)).Message.ShouldContain("no buffers");
    }

    [Fact]
    public void Read_TruncatedFile_NamesIt()
    {
        using var folder = new TemporaryFolder();
        Buffers.Store(folder.FullPath);
        string path = folder[BufferFile.NameOf(2)];
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^4]);
        Should.Throw<InvalidDataException>(() => OfflineDataSet.Read(folder.FullPath, Buffers.Spec)).Message.ShouldContain(path);
    }

    public static TheoryData<string, string> Damaged() => new()
    {
        { "nan", "tensor rewards, row 4 holds NaN" },
        { "infinity", "tensor observations, row 2 holds Infinity" },
        { "starts", "tensor episode_starts, row 2 is 2" },
        { "first", "tensor episode_starts, row 0 is 1" },
        { "beyond", "tensor actions, row 1 holds 1.25; expected a number in ±1" },
        { "choice", "tensor actions, row 1 holds 1.25; expected a whole number from 0 to 2" },
        { "mark", "tensor terminated, row 0 is 2" },
        { "long", "episode 0 has 7 steps; the horizon of 'Toy-v1' is 4" },
        { "policy", "tensor policy_numbers, row 1 is 0" },
        { "length", "tensor actions has 8 numbers; [9, 1] are 9" },
        { "task", "goal of task 0 must lie in [-1, 1]" },
        { "empty", "has 0 steps" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Check_DamagedBuffer_NamesTensorAndRow(string damage, string expected)
    {
        EnvironmentSpec? spec = damage == "choice" ? Buffers.Choices : null;
        TaskBuffer buffer = Buffers.Of(damage == "task" ? 3 : 0.5, 0, spec);
        switch (damage)
        {
            case "nan":
                buffer.Rewards[4] = float.NaN;
                break;
            case "infinity":
                buffer.Observations[5] = float.PositiveInfinity;
                break;
            case "starts":
                buffer.EpisodeStarts[2] = 2;
                break;
            case "first":
                buffer.EpisodeStarts[0] = 1;
                break;
            case "beyond" or "choice":
                buffer.Actions[1] = 1.25f;
                break;
            case "mark":
                buffer.Terminated[0] = 2;
                break;
            case "long":
                buffer = buffer with
                {
                    EpisodeStarts = [0, 7],
                    Terminated = [0, 0],
                    FinalObservations = new float[4],
                    PolicyNumbers = null,
                };
                break;
            case "policy":
                buffer = buffer with { PolicyNumbers = [1, 0, 1] };
                break;
            case "length":
                buffer = buffer with { Actions = buffer.Actions[1..] };
                break;
            case "empty":
                buffer = buffer with { Rewards = [], Observations = [], Actions = [] };
                break;
        }

        var form = new DataSetForm(spec ?? Buffers.Spec, 1);
        Should.Throw<InvalidDataException>(() => form.Check(buffer, "file")).Message.ShouldContain(expected);
    }

    [Fact]
    public void ReadOrNull_FileOfAnotherTaskOrCollection_IsCollectedAnew()
    {
        using var folder = new TemporaryFolder();
        string path = folder["task-00000.safetensors"];
        TaskBuffer buffer = Buffers.Of();
        BufferFile.Write(path, buffer, Buffers.Form, "one");
        BufferFile.ReadOrNull(path, buffer.MdpTask, Buffers.Form, "one").ShouldNotBeNull();
        BufferFile.ReadOrNull(path, buffer.MdpTask, Buffers.Form, "two").ShouldBeNull();
        BufferFile.ReadOrNull(path, buffer.MdpTask with { Index = 1 }, Buffers.Form, "one").ShouldBeNull();
        File.WriteAllBytes(path, [1, 2, 3]);
        BufferFile.ReadOrNull(path, buffer.MdpTask, Buffers.Form, "one").ShouldBeNull();
    }
}
