using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Tasks;

namespace Xmrl.MetaWorld.Tests.Golden;

/// <summary>A stored trajectory of the reference: 500 steps with given actions, all numbers exact.</summary>
internal sealed class GoldenTrajectory
{
    public const int Steps = 500;

    private readonly double[][] _rows;
    private readonly Dictionary<string, int> _columns = [];

    private GoldenTrajectory(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        using var header = JsonDocument.Parse(reader.ReadLine()![2..]);
        Goal = [.. header.RootElement.GetProperty("rand_vec").EnumerateArray().Select(number => number.GetDouble())];
        Target = PointOf("target");
        Tool = PointOf("init_tcp");
        string[] names = reader.ReadLine()!.Split(',');
        for (int i = 0; i < names.Length; i++)
        {
            _columns[names[i]] = i;
        }

        _rows =
        [
            .. Lines(reader).Select(line => line.Split(',')
                .Select(text => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture))
                .ToArray()),
        ];

        Point PointOf(string name)
        {
            JsonElement numbers = header.RootElement.GetProperty(name);
            return new(numbers[0].GetDouble(), numbers[1].GetDouble(), numbers[2].GetDouble());
        }
    }

    public double[] Goal { get; }

    public Point Target { get; }

    public Point Tool { get; }

    /// <summary>Reads one.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seed">1 to 3: goal 0 of ML10 of this seed.</param>
    /// <param name="controller">script or random.</param>
    public static GoldenTrajectory Read(ArmTask task, int seed, string controller)
        => new(Path.Combine(InstalledFiles.Golden!, "mujoco222", $"{task.Name}-v3.{seed}.{controller}.csv.gz"));

    /// <summary>A number of a row; row 0 is the reset.</summary>
    public double this[int row, string column] => _rows[row][_columns[column]];

    /// <summary>The observation of a row. Shape [39].</summary>
    public ReadOnlySpan<double> Observation(int row) => _rows[row].AsSpan(_columns["o0"], 39);

    /// <summary>The action that led to a row ≥ 1. Shape [4].</summary>
    public ReadOnlySpan<double> Action(int row) => _rows[row].AsSpan(_columns["a0"], 4);

    /// <summary>Whether the task was solved at this step.</summary>
    public bool Succeeded(int row) => this[row, "success"] == 1;

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
