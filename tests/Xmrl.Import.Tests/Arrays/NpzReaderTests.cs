using Xmrl.Fixtures;
using Xmrl.Import.Arrays;

namespace Xmrl.Import.Tests.Arrays;

public sealed class NpzReaderTests
{
    private const int Cases = 4_000;

    [Fact]
    public void Read_ArraysOfAllTypes_GivesShapesAndNumbers()
    {
        SortedDictionary<string, NumpyArray> arrays = NpzReader.Read(NumpyFiles.Npz(
            "pairs.npz", ("observations", NumpyFiles.Singles("2, 3", 1, 2, 3, 4, 5, 0.5f)),
            ("actions", NumpyFiles.Doubles("2,", -1, 1e300)),
            ("choices", NumpyFiles.Wholes("1, 2", 3, -4)), ("scalar", NumpyFiles.Singles("", 7))));

        arrays.Keys.ShouldBe(["actions", "choices", "observations", "scalar"]);
        arrays["observations"].Shape.ShouldBe([2, 3]);
        arrays["observations"].Values.ShouldBe([1, 2, 3, 4, 5, 0.5]);
        arrays["actions"].Shape.ShouldBe([2]);
        arrays["actions"].Values.ShouldBe([-1, 1e300]);
        arrays["choices"].Values.ShouldBe([3, -4]);
        arrays["scalar"].Shape.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<f2", "2", "False", 4, "holds numbers of type <f2")]
    [InlineData(">f4", "1", "False", 4, "holds numbers of type >f4")]
    [InlineData("<f4", "2, 2", "True", 16, "is stored column after column")]
    [InlineData("<f4", "2, 2", "False", 15, "has 15 bytes of data; its shape [2, 2] of <f4 needs 16")]
    [InlineData("<f4", "99999999999", "False", 4, "has the shape (99999999999)")]
    [InlineData("<f4", "2147483647, 2147483647", "False", 4, "has 4 bytes of data; its shape [2147483647, 2147483647]")]
    [InlineData("O", "1, evil()", "False", 4, "has the header")]
    public void Read_ArrayOfAnotherKind_IsRefusedByName(string type, string shape, string order, int bytes, string sentence)
    {
        UserFile file = NumpyFiles.Npz("pairs.npz", ("a", NumpyFiles.Npy(type, shape, new byte[bytes], order)));
        string message = Should.Throw<InvalidDataException>(() => NpzReader.Read(file)).Message;
        message.ShouldStartWith("pairs.npz, array a.npy ");
        message.ShouldContain(sentence);
    }

    [Fact]
    public void Read_NoArchive_IsRefusedByName()
        => Should.Throw<InvalidDataException>(() => NpzReader.Read(new UserFile("a.npz", [1, 2, 3])))
            .Message.ShouldStartWith("a.npz is no archive of arrays (.npz)");

    [Fact]
    public void ReadAll_MoreThanTheLimit_IsRefusedBeforeItIsInMemory()
        => Should.Throw<InvalidDataException>(() => UserFile.ReadAll(new MemoryStream(new byte[100]), 99, "big"))
            .Message.ShouldBe("big has more than 99 bytes, which is the most that is read.");

    [Fact]
    public void Read_HostileFiles_RefusesWithTheFile()
    {
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "npz",
                Corpus =
                [
                    NumpyFiles.Npz(
                        "a", ("observations", NumpyFiles.Singles("2, 1", 1, 2)), ("actions", NumpyFiles.Doubles("2,", 3, 4))).Bytes,
                    NumpyFiles.Npz("a").Bytes,
                ],
                Tokens = ["PK", "'descr'", "<f4", "<f8", "True", "(", ")", "shape", ".npy"],
                Read = static bytes => NpzReader.Read(new UserFile("test.npz", bytes)),
                Fault = static error => error is not InvalidDataException ? "an exception that is not documented"
                    : error.Message.Contains("test.npz", StringComparison.Ordinal) ? null
                    : "a message without the file",
                MemoryAlways = 4 << 20,
            },
            Cases,
            seed: 3);
        refused.ShouldBeGreaterThan(Cases / 4);
        accepted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void ReadArray_HostileBytes_RefusesWithTheFile()
    {
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "npy",
                Corpus = [NumpyFiles.Singles("2, 2", 1, 2, 3, 4), NumpyFiles.Doubles("", 1)],
                Tokens = ["'descr': ", "<f4", "<i8", "True", "(", ")", "'shape': ", "0, ", "}", "\n"],
                Read = static bytes => NpyReader.Read(bytes, "test.npy"),
                Fault = static error => error is not InvalidDataException ? "an exception that is not documented"
                    : error.Message.StartsWith("test.npy", StringComparison.Ordinal) ? null
                    : "a message without the file",
            },
            Cases,
            seed: 4);
        refused.ShouldBeGreaterThan(Cases / 4);
        accepted.ShouldBeGreaterThan(Cases / 100);
    }
}
