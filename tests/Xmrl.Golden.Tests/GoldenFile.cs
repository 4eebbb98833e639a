using Xmrl.Fixtures;

namespace Xmrl.Golden.Tests;

/// <summary>The stored lines of golden runs: one file per run and precision.</summary>
internal static class GoldenFile
{
    /// <summary>Set to 1, it stores what the runs give now, after a change that is meant to alter results.</summary>
    public const string RewriteVariable = "XMRL_GOLDEN";

    /// <summary>Name of the build's precision, as of the folder that holds its lines.</summary>
    public static string Precision => sizeof(Real) == sizeof(float) ? "float" : "double";

    /// <summary>Compares with the stored lines, or stores them where that is asked for.</summary>
    /// <param name="name">Name of the golden run.</param>
    /// <param name="found">Its lines.</param>
    /// <returns>Null where all are equal; otherwise what differs first, by stage, iteration and tensor.</returns>
    public static string? Compare(string name, IReadOnlyList<string> found)
    {
        string path = Path.Combine(Folder(), $"{name}.txt");
        if (Environment.GetEnvironmentVariable(RewriteVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllLines(path, found);
            return null;
        }

        return File.Exists(path)
            ? Difference(name, File.ReadAllLines(path), found)
            : $"{name}: no lines are stored at {path}; {RewriteVariable}=1 stores them.";
    }

    /// <summary>The first difference.</summary>
    /// <param name="name">Name of the golden run.</param>
    /// <param name="stored">Lines as stored.</param>
    /// <param name="found">Lines as computed.</param>
    /// <returns>Null where all lines are equal; otherwise one sentence that names the place.</returns>
    public static string? Difference(string name, IReadOnlyList<string> stored, IReadOnlyList<string> found)
    {
        for (int i = 0; i < Math.Max(stored.Count, found.Count); i++)
        {
            string expected = i < stored.Count ? stored[i] : "the end";
            string actual = i < found.Count ? found[i] : "the end";
            if (expected != actual)
            {
                int equal = stored.Zip(found).Count(pair => pair.First == pair.Second);
                return $"{name} ({Precision}) differs first at {Place(expected, actual)}: stored {expected}, found {actual}; {equal} of "
                    + $"{stored.Count} lines are equal. {Machine()}";
            }
        }

        return null;
    }

    private static string Place(string expected, string actual) => (expected == "the end" ? actual : expected).Split(' ')[0];

    /// <summary>What may make another machine differ.</summary>
    private static string Machine()
    {
        string width = System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated
            ? "512"
            : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated
            ? "256"
            : "128";
        return $"Vectors of {width} bits, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, "
            + $"{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}.";
    }

    private static string Folder() => Path.Combine(Repository.Root, "tests", "Xmrl.Golden.Tests", Precision);
}
