using PureHDF;
using Xmrl.Import;
using Xmrl.Offline.Arrays;
using Xmrl.Offline.Data;
using Xmrl.Offline.Hdf5;

namespace Xmrl.Offline.Tests.Hdf5;

public class Hdf5EpisodesTests
{
    // Three rewards, of every type that is read.
    public static TheoryData<object> Numbers => new()
    {
        new Half[] { (Half)1, (Half)2, (Half)3 }, new float[] { 1, 2, 3 }, new double[] { 1, 2, 3 }, new sbyte[] { 1, 2, 3 },
        new byte[] { 1, 2, 3 }, new short[] { 1, 2, 3 }, new ushort[] { 1, 2, 3 }, new int[] { 1, 2, 3 }, new uint[] { 1, 2, 3 },
        new long[] { 1, 2, 3 }, new ulong[] { 1, 2, 3 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Read_D4rl_TakesEveryTypeOfNumbers(object rewards)
    {
        SortedDictionary<string, Hdf5Array> arrays = Arrays(Plain(rewards));
        arrays.Keys.ShouldBe(["actions", "observations", "rewards", "terminals"]);
        arrays["rewards"].Shape.ShouldBe([3]);
        arrays["rewards"].Values.ShouldBe([1f, 2, 3]);
        arrays["observations"].Shape.ShouldBe([3, 2]);
        arrays["observations"].Values.ShouldBe([0f, 1, 2, 3, 4, 5]);
        arrays["terminals"].Values.ShouldBe([0f, 0, 1]);
    }

    [Fact]
    public void Read_WhatMinariExports_GivesTheBufferBack()
    {
        using var folder = new Fixtures.TemporaryFolder();
        DataSetDescription set = Buffers.Store(folder.FullPath);
        TaskBuffer stored = Buffers.Of();
        using MemoryStream file = Stored(MinariExport.ToHdf5(stored, set));
        var archive = new MemoryStream();
        Hdf5Conversion.Convert(file, archive).ShouldBeNull();
        TaskBuffer read = new NpzImport(Buffers.Form).Read(new UserFile("main_data.hdf5", archive.ToArray()), [0.5], 0).Buffer;
        read.Observations.ShouldBe(stored.Observations);
        read.Actions.ShouldBe(stored.Actions);
        read.Rewards.ShouldBe(stored.Rewards);
        read.EpisodeStarts.ShouldBe(stored.EpisodeStarts);
        read.Terminated.ShouldBe(stored.Terminated);
        read.FinalObservations.ShouldBe(stored.FinalObservations);
    }

    [Fact]
    public void Read_Macaw_TurnsEachEpisodeRound()
    {
        // Episodes of observations 0, 1, 2, which terminates, and 4, 5, which is cut; each stored from its last step.
        SortedDictionary<string, Hdf5Array> arrays = Arrays(new H5File
        {
            ["obs"] = new float[,] { { 2 }, { 1 }, { 0 }, { 5 }, { 4 } },
            ["next_obs"] = new float[,] { { 3 }, { 2 }, { 1 }, { 6 }, { 5 } },
            ["actions"] = new float[,] { { .2f }, { .1f }, { 0 }, { .5f }, { .4f } },
            ["rewards"] = new float[,] { { 2 }, { 1 }, { 0 }, { 5 }, { 4 } },
            ["terminals"] = new float[,] { { 1 }, { 0 }, { 0 }, { 0 }, { 0 } },
        });
        arrays["observations"].Values.ShouldBe([0f, 1, 2, 4, 5]);
        arrays["next_observations"].Values.ShouldBe([1f, 2, 3, 5, 6]);
        arrays["actions"].Values.ShouldBe([0, .1f, .2f, .4f, .5f]);
        arrays["rewards"].Values.ShouldBe([0f, 1, 2, 4, 5]);
        arrays["terminals"].Values.ShouldBe([0f, 0, 1, 0, 0]);
        arrays["timeouts"].Values.ShouldBe([0f, 0, 0, 0, 1]);
    }

    [Fact]
    public void Read_UnknownFile_NamesWhatItHolds()
        => Fault(new H5File { ["images"] = new float[2], ["labels"] = new float[2] }).ShouldContain(
            "the file holds images, labels; expected observations, actions, rewards and terminals (D4RL)");

    [Fact]
    public void Read_PartsOfAnotherForm_AreSentences()
    {
        H5File file = Plain(new float[3]);
        file["observations"] = new H5Group { ["position"] = new float[3] };
        Fault(file).ShouldContain("/observations is a group; expected a data set of numbers: spaces of several parts (Dict, Tuple)");
        file["observations"] = new string[] { "a", "b", "c" };
        Fault(file).ShouldContain("/observations holds VariableLength");
        file.Remove("observations");
        file["observations"] = new H5SoftLink("/nowhere");
        Fault(file).ShouldNotBeEmpty();
        file.Remove("rewards");
        file["observations"] = new float[3, 2];
        Fault(file).ShouldContain("there is no data set /rewards");
    }

    [Fact]
    public void Read_MinariEpisodeOfOtherLengths_IsNamed()
    {
        var episode = new H5Group
        {
            ["observations"] = new float[3, 2],
            ["actions"] = new float[3, 1],
            ["rewards"] = new float[3],
            ["terminations"] = new byte[3],
        };
        Fault(new H5File { ["episode_0"] = episode }).ShouldContain("/episode_0 has 3 rewards, 3 observations and 3 terminations");
    }

    [Fact]
    public void Convert_MoreNumbersThanAreRead_RefusesBeforeReading()
    {
        H5File file = Plain(new float[3]);
        file["observations"] = new H5Dataset<float[]>([1UL << 27, 2], chunks: [1 << 26, 2]);
        Fault(file).ShouldContain("/observations has shape [134217728, 2]; at most 67108864 numbers are read");
    }

    [Fact]
    public void Convert_NoHdf5_SaysSo()
        => Hdf5Conversion.Convert(new MemoryStream([1, 2, 3]), new MemoryStream())!.ShouldStartWith("it cannot be read as HDF5");

    private static H5File Plain(object rewards) => new()
    {
        ["observations"] = new float[,] { { 0, 1 }, { 2, 3 }, { 4, 5 } },
        ["actions"] = new float[3, 1],
        ["rewards"] = rewards,
        ["terminals"] = new bool[] { false, false, true },
        ["infos"] = new H5Group { ["qpos"] = new double[3, 2] },
    };

    private static MemoryStream Stored(H5File file)
    {
        var stream = new MemoryStream();
        file.Write(stream);
        return new MemoryStream(stream.ToArray());
    }

    private static SortedDictionary<string, Hdf5Array> Arrays(H5File file)
    {
        using MemoryStream stored = Stored(file);
        using var opened = H5File.Open(stored);
        return Hdf5Episodes.Read(opened);
    }

    private static string Fault(H5File file)
    {
        using MemoryStream stored = Stored(file);
        return Hdf5Conversion.Convert(stored, new MemoryStream())!;
    }
}
