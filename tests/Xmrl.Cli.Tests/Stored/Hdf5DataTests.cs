using System.Globalization;
using System.IO.Compression;
using System.Runtime.Versioning;
using PureHDF;
using Xmrl.Cli.Commands.Data;
using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Offline.Data;
using Xmrl.Offline.Hdf5;

namespace Xmrl.Cli.Tests.Stored;

/// <summary>HDF5 files through the process of its own that reads them.</summary>
public sealed class Hdf5DataTests : IDisposable
{
    private const int DamagedFiles = 16;

    // As h5py 3.7 stored it: observations whose numbers lie in /proc/self/status, and two actions, rewards and terminals of 0.
    private const string NumbersElsewhere =
        "H4sIACvHDGsC/+v0cHHj5ZLiYubgYICB/1AgARUygIpz7sn56+/hEsSkoH2cJxsZVzAJIWuEAS4mBkYGBjZxBiDFk59UnFpUlliSmZ9XfBhqIpsQSIo9MRksys+E"
        + "IlqUWp5YlFIszQwRFRBgYDBmhbAVYE69H7/oA9hJjAyMjCoMDExMjIxQU0BWgwE6n1mEgVFQQZ6BBWqUOAeDeD2QxQp0LTMXuwbQJLBqRobzUC2IoEHlcwAdysII8y1c"
        + "VQnDgIBXLWyRHq6OAcgBBPPze0ZUtfoFRfnJ+sWpOWn6xSWJJaXFUHF4WIoAw40REZZMRIUdJDxgwQMPjw0MQw5YXXhQRI2w4BgGYbHds6+cGmEhMAzCIl7BIcbf2cOb"
        + "TQSUtzhLUotyM/MSc4rVIR5ncFR4zsUwCkbBUAcAD3hYSRgIAAA=";

    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Import_WhatMinariExports_IsTheSameSet()
    {
        string[] small = ["--collector", "random", "--tasks", "2", "--validation", "1", "--test", "2", "--steps", "40"];
        _cli.Run(["data", "collect", "bandit-2x10", .. small, "--out", _cli["data"]]).ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Run("data", "export", _cli["data"], "--out", _cli["minari"], "--minari").ShouldBe(ExitCode.Ok, _cli.Error);
        _cli.Output.ShouldContain("5 data sets in");
        DataSetDescription before = OfflineDataSet.ReadDescription(_cli["data"]);
        string[] sets = [.. Directory.GetDirectories(_cli["minari"]).Order(StringComparer.Ordinal)];
        string[] parameters =
        [
            .. before.Buffers.Select(static buffer =>
                string.Join(',', buffer.Parameters.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))),
        ];
        _cli.Run(
        [
            "data", "import", sets[0], sets[1], "--validation", sets[2], "--test", sets[3], sets[4], "--environment",
            "BernoulliBandit2x10-v1", "--out", _cli["again"], .. parameters.SelectMany(static numbers => (string[])["--task", numbers]),
        ]).ShouldBe(ExitCode.Ok, _cli.Error);
        DataSetDescription after = OfflineDataSet.ReadDescription(_cli["again"]);
        after.Buffers.Select(Told).ShouldBe(before.Buffers.Select(Told));
        after.ReturnScale.ShouldBe(before.ReturnScale);

        static (BufferSet, int, int, int, string) Told(BufferEntry buffer)
            => (buffer.Set, buffer.Index, buffer.Steps, buffer.Episodes, string.Join(',', buffer.Parameters));
    }

    [Fact]
    public void Import_LinksInACircle_EndTheReaderAlone()
    {
        Steps(new H5SoftLink("/observations")).Write(_cli["circle.hdf5"]);
        Import("circle.hdf5").ShouldContain("circle.hdf5 is damaged: it ended the process that read it (exit code");
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Import_NumbersInAnotherFile_AreNotRead()
    {
        using (var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(NumbersElsewhere)), CompressionMode.Decompress))
        using (FileStream file = File.Create(_cli["elsewhere.h5"]))
        {
            packed.CopyTo(file);
        }

        Import("elsewhere.h5").ShouldContain("elsewhere.h5: its numbers lie in another file; expected one file.");
    }

    [Fact]
    public void Import_NoFileOrNoHdf5_IsASentence()
    {
        Import("missing.hdf5").ShouldContain("There is no file");
        File.WriteAllText(_cli["text.hdf5"], "observations");
        Import("text.hdf5").ShouldContain("text.hdf5: it cannot be read as HDF5");
    }

    [Fact]
    public void Convert_DamagedFiles_GiveAnArchiveOrASentence()
    {
        var content = new MemoryStream();
        Steps(new float[4, 2]).Write(content);
        using var folder = new TemporaryFolder();
        int more = int.TryParse(Environment.GetEnvironmentVariable("XMRL_FUZZ"), CultureInfo.InvariantCulture, out int times) ? times : 1;
        int refused = 0;
        // A thread that waits for its reader looks idle to the pool, which would begin ever more of them.
        var few = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, DamagedFiles * Math.Clamp(more, 1, 1_000), few, i =>
        {
            string path = folder[$"{i}.hdf5"];
            var mutator = new Mutator((7UL << 32) ^ (ulong)i);
            File.WriteAllBytes(path, mutator.Mutate([content.ToArray()], ["observations", "\u0089HDF", "OHDR"]));
            try
            {
                new Hdf5Process(Hdf5Reader.OwnCommand()) { TimeLimit = CliProcess.Patience }.Convert(path, CancellationToken.None);
            }
            catch (InvalidDataException error)
            {
                error.Message.ShouldStartWith(path);
                error.Message.ShouldEndWith(".");
                Interlocked.Increment(ref refused);
            }
        });
        refused.ShouldBeGreaterThan(0);
    }

    private static H5File Steps(object observations) => new()
    {
        ["observations"] = observations,
        ["actions"] = new float[4, 1],
        ["rewards"] = new double[4],
        ["terminals"] = new bool[] { false, true, false, true },
    };

    private string Import(string file)
    {
        _cli.Run("data", "import", _cli[file], "--environment", "BernoulliBandit2x10-v1", "--task", "0.1,0.2", "--out", _cli["new"])
            .ShouldBe(ExitCode.Failed);
        Directory.Exists(_cli["new"]).ShouldBeFalse();
        return _cli.Error;
    }
}
