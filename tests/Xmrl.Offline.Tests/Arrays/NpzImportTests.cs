using System.IO.Compression;
using Xmrl.Fixtures;
using Xmrl.Import;
using Xmrl.Offline.Arrays;
using Xmrl.Offline.Data;
using Xmrl.Offline.Hdf5;
using Xmrl.Offline.Importing;
using Xmrl.Training.Configuration;

namespace Xmrl.Offline.Tests.Arrays;

public class NpzImportTests
{
    private const int Cases = 8_000;

    [Fact]
    public void Read_ExportedSet_IsTheSameSet()
    {
        using var folder = new TemporaryFolder();
        Buffers.Store(folder["native"]);
        OfflineDataSet stored = OfflineDataSet.Read(folder["native"], Buffers.Spec);
        NpzExport.Write(stored, folder["npz"]).ShouldBe(4);
        var set = new ImportedSet(Buffers.Form) { Hdf5 = new Hdf5Process(["false"]) };
        foreach (string file in Directory.GetFiles(folder["npz"]).Order(StringComparer.Ordinal))
        {
            set.Add(file, null, null, default);
        }

        set.Write(folder["again"]);
        OfflineDataSet read = OfflineDataSet.Read(folder["again"], Buffers.Spec);
        read.Buffers.Length.ShouldBe(4);
        foreach ((TaskBuffer before, TaskBuffer after) in stored.Buffers.Zip(read.Buffers))
        {
            after.MdpTask.ShouldBe(before.MdpTask);
            after.Observations.ShouldBe(before.Observations);
            after.Actions.ShouldBe(before.Actions);
            after.Rewards.ShouldBe(before.Rewards);
            after.EpisodeStarts.ShouldBe(before.EpisodeStarts);
            after.Terminated.ShouldBe(before.Terminated);

            // What follows a terminated episode is told as stored.
            after.FinalObservations.ShouldBe(before.FinalObservations);
        }

        Should.Throw<ConfigurationException>(() => set.Write(folder["again"])).Message.ShouldContain("expected a new folder");
        Should.Throw<IOException>(() => NpzExport.Write(stored, folder["npz"])).Message.ShouldContain("is not empty");
    }

    [Fact]
    public void Read_WithoutNextObservations_LeavesOutTheLastStepOfCutEpisodes()
    {
        var reader = new NpzImport(Buffers.Form);
        (TaskBuffer buffer, BufferSet? set) = reader.Read(new UserFile("d4rl.npz", Archive()), [0.5], 7);
        set.ShouldBeNull();
        reader.LeftOut.ShouldBe(2);
        buffer.MdpTask.Index.ShouldBe(7);
        buffer.EpisodeStarts.ShouldBe([0L, 3, 6]);
        buffer.Rewards.ShouldBe([0f, 1, 2, 3, 4, 5, 7]);
        buffer.Terminated.ShouldBe([(byte)1, 0, 0]);

        // Observation 6, the row of the step that is left out, is what followed step 5.
        buffer.FinalObservations[2..].ShouldBe([6f, 6.5f, 8, 8.5f]);
    }

    [Fact]
    public void Read_NoReset_NamesHorizonWhichSplits()
    {
        byte[] bytes = Archive(timeouts: new byte[9]);
        string message = Should.Throw<InvalidDataException>(() => new NpzImport(Buffers.Form).Read(new UserFile("a.npz", bytes), [0], 0))
            .Message;
        message.ShouldContain("--horizon 4 splits longer episodes");
        TaskBuffer buffer = new NpzImport(Buffers.Form) { Horizon = 4 }.Read(new UserFile("a.npz", bytes), [0], 0).Buffer;
        buffer.EpisodeStarts.ShouldBe([0L, 3, 7]);
        buffer.Terminated.ShouldBe([(byte)1, 0, 0]);
        buffer.Rewards.Length.ShouldBe(8);
        buffer.FinalObservations[2..4].ShouldBe([7f, 7.5f]);
    }

    [Fact]
    public void Read_ActionJustBeyondTheLimit_IsClippedFartherIsRefused()
    {
        float[] actions = new float[9];
        actions[2] = 1.0005f;
        var reader = new NpzImport(Buffers.Form);
        reader.Read(new UserFile("a.npz", Archive(actions: actions)), [0], 0).Buffer.Actions[2].ShouldBe(1f);
        reader.Clipped.ShouldBe(1);
        actions[2] = 1.5f;
        Should.Throw<InvalidDataException>(() => reader.Read(new UserFile("a.npz", Archive(actions: actions)), [0], 0)).Message
            .ShouldContain("array actions, row 2 holds 1.5;");
    }

    [Theory]
    [InlineData("rewards", "has no array rewards; found actions, observations, terminals, timeouts")]
    [InlineData("actions", "has no array actions")]
    [InlineData("terminals", "has no array terminals")]
    public void Read_MissingArray_NamesIt(string left, string expected)
        => Should.Throw<InvalidDataException>(() => new NpzImport(Buffers.Form).Read(new UserFile("a.npz", Archive(without: left)), [0], 0))
            .Message.ShouldContain(expected);

    [Fact]
    public void Read_NoParameters_NamesTheOption()
        => Should.Throw<InvalidDataException>(() => new NpzImport(Buffers.Form).Read(new UserFile("a.npz", Archive()), null, 0)).Message
            .ShouldContain("--task (goal)");

    [Fact]
    public void Read_WrongSizesAndMarks_AreSentences()
    {
        byte[] marks = new byte[9];
        marks[5] = 3;
        Refused(Archive(timeouts: marks)).ShouldContain("array timeouts, row 5 is 3; expected 0 or 1");
        Refused(Archive(timeouts: new byte[8])).ShouldContain("array timeouts has shape [8]; expected [9]");
        Refused(Archive(actions: new float[8])).ShouldContain("array actions has shape [8]; expected [9, 1]");

        static string Refused(byte[] bytes) => Should.Throw<InvalidDataException>(
            () => new NpzImport(Buffers.Form).Read(new UserFile("a.npz", bytes), [0], 0)).Message;
    }

    [Fact]
    public void Read_HostileFiles_RefusesWithTheFile()
    {
        using var exported = new MemoryStream();
        using var folder = new TemporaryFolder();
        NpzExport.Write(Buffers.Of(), BufferSet.Test, Buffers.Store(folder.FullPath), exported);
        (_, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "npz of steps",
                Corpus = [Archive(), exported.ToArray()],
                Tokens = ["'<f4'", "'|O'", "True", "(9,)", "(9, 1)", "(999999999, 2)", "rewards.npy", "PK", "\u0093NUMPY"],
                Read = bytes => Buffers.Form.Check(
                    new NpzImport(Buffers.Form) { Horizon = 4 }.Read(new UserFile("hostile.npz", bytes), [0.5], 0).Buffer, "read"),
                Fault = error => error is not InvalidDataException ? "an exception that is not documented"
                    : error.Message.Contains("hostile.npz", StringComparison.Ordinal) ? null
                    : "a message without file",
                MemoryAlways = 4 << 20,
                MemoryPerByte = 4000,
            },
            Cases,
            seed: 13);
        refused.ShouldBeGreaterThan(Cases / 4);
    }

    /// <summary>Three episodes as <see cref="Buffers.Of"/> has them, uncompressed.</summary>
    private static byte[] Archive(float[]? actions = null, byte[]? timeouts = null, string? without = null)
    {
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            TaskBuffer buffer = Buffers.Of();
            Add<float>("observations", buffer.Observations, 9, 2);
            Add<float>("actions", actions ?? buffer.Actions, (actions ?? buffer.Actions).Length);
            Add<float>("rewards", buffer.Rewards, 9);
            Add<byte>("terminals", [0, 0, 1, 0, 0, 0, 0, 0, 0], 9);
            byte[] cut = timeouts ?? [0, 0, 0, 0, 0, 0, 1, 0, 1];
            Add<byte>("timeouts", cut, cut.Length);

            void Add<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
                where T : unmanaged
            {
                if (name != without)
                {
                    using Stream entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression).Open();
                    NpyWriter.Write(entry, values, shape);
                }
            }
        }

        return content.ToArray();
    }
}
