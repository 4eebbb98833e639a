using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Files;

/// <summary>Files of runs are opened, listed, moved and deleted through Xmrl.Runs.Files.RunFiles alone, which follows no links:
/// everything else that touches files is named here, with what it touches.</summary>
public sealed partial class RunFileGateTests
{
    private const string Gate = "src/Xmrl.Runs/Files/";

    private static readonly string[] s_projects =
    [
        "src/Xmrl.Runs/", "src/Xmrl.Training/", "src/Xmrl.Experiments/", "src/Xmrl.Reproduction/", "src/Xmrl.Verification/",
        "src/Xmrl.Cli/", "src/Xmrl.Dashboard/", "src/Xmrl.Import/", "src/Xmrl.Offline/", "src/Xmrl.Studies/", "src/Xmrl.Attention/",
        "src/Xmrl.Meta/", "src/Xmrl.Statistics/", "src/Xmrl.Explain/", "src/Xmrl.Rl/",
        "src/Xmrl.Environments/", "src/Xmrl.Numerics/", "src/Xmrl.Autodiff/", "src/Xmrl.Tabular/", "src/Xmrl.Trials/",
    ];

    /// <summary>Files that no run holds, by who opens them.</summary>
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal)
    {
        ["src/Xmrl.Runs/Provenance/MachineInfo.cs"] = "the system's description of the processor and the program's own list of libraries",
        ["src/Xmrl.Runs/Records/RunCatalog.cs"] = "names of the folders below one that the user named, without links",
        ["src/Xmrl.Runs/Onnx/OnnxPolicy.cs"] = "an export to where the user says",
        ["src/Xmrl.Runs/Safetensors/SafetensorsFile.cs"] = "an export to where the user says",
        ["src/Xmrl.Import/UserFile.cs"] = "weights and pairs that the user named",
        ["src/Xmrl.Offline/Hdf5/Hdf5Conversion.cs"] = "a file that the user named, and an archive in the temporary folder below",
        ["src/Xmrl.Offline/Hdf5/Hdf5Process.cs"] = "a temporary folder of the process's own",
        ["src/Xmrl.Training/Configuration/ConfigurationReader.cs"] = "a configuration that the user named",
        ["src/Xmrl.Training/MarketData/PriceFile.cs"] = "prices that the user named",
        ["src/Xmrl.Training/Hosting/AssemblyHash.cs"] = "an assembly that the user named",
        ["src/Xmrl.Training/Hosting/RankFiles.cs"] =
            "copies in a temporary folder of the process's own, and a text file that the user named",
        ["src/Xmrl.Reproduction/Running/JoinedResults.cs"] = "joined results to where the user says",
        ["src/Xmrl.Reproduction/Recomputation/StoredIntervals.cs"] = "stored results that the user named",
        ["src/Xmrl.Cli/StandardStreams.cs"] = "/dev/null in place of a closed stream",
        ["src/Xmrl.Cli/OpenFileLimit.cs"] = "the system's description of the process's limits",
        ["src/Xmrl.Cli/Commands/Data/DataCommand.cs"] = "a table to where the user says",
        ["src/Xmrl.Cli/Diagnosis/DoctorChecks.cs"] = "whether the folder of the runs can be written to",
        ["src/Xmrl.Cli/Measurements/PriceFileBenchmark.cs"] = "a price file in the temporary folder",
    };

    [Fact]
    public void Sources_OutsideTheGate_OpenNoFiles()
        => Touching().Where(hit => !s_others.ContainsKey(hit.Path)).Select(hit => hit.Place).ShouldBeEmpty();

    [Fact]
    public void Others_All_StillTouchFiles() => s_others.Keys.Except(Touching().Select(hit => hit.Path)).ShouldBeEmpty();

    [Theory]
    [InlineData("using var stream = new FileStream(path, FileMode.Open);")]
    [InlineData("using FileStream file = new(path, FileMode.Open);")]
    [InlineData("string text = File.ReadAllText(path);")]
    [InlineData("System.IO.File.Delete(path);")]
    [InlineData("using var writer = new StreamWriter(file);")]
    [InlineData("Directory.CreateDirectory(folder);")]
    [InlineData("[.. Directory.EnumerateFiles(folder)]")]
    [InlineData("ZipFile.ExtractToDirectory(stream, folder);")]
    [InlineData("AtomicFile.WriteText(run.ConfigurationPath, text);")]
    [InlineData("[LibraryImport(\"libc\", EntryPoint = \"open\")]")]
    public void Call_ThatTouchesFiles_IsRecognised(string line) => Touch().IsMatch(line).ShouldBeTrue();

    [Theory]
    [InlineData("if (File.Exists(path))")]
    [InlineData("using FileStream stream = RunFiles.OpenRead(path);")]
    [InlineData("RunDirectory run = RunDirectory.Open(path);")]
    [InlineData("string path = run.File(\"stages.json\");")]
    [InlineData("var file = SafetensorsFile.Read(path);")]
    [InlineData("using var reader = new StreamReader(stream, Encoding.UTF8);")]
    public void Call_ThatTouchesNone_IsNot(string line) => Touch().IsMatch(line).ShouldBeFalse();

    private static IEnumerable<(string Path, string Place)> Touching() =>
        from path in Repository.TextFiles
        where path.EndsWith(".cs", StringComparison.Ordinal) && !path.StartsWith(Gate, StringComparison.Ordinal)
        where s_projects.Any(project => path.StartsWith(project, StringComparison.Ordinal))
        from line in Repository.ReadLines(path).Index()
        where !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal) && Touch().IsMatch(line.Item)
        select (path, $"{path}:{line.Index + 1}: {line.Item.Trim()}");

    [GeneratedRegex(
        """(?<![\w.])(System\.IO\.)?File\.(Open|Read|Write|Append|Create|Copy|Move|Delete|Replace|Set)\w*\(|"""
        + """(?<![\w.])(System\.IO\.)?Directory\.(Create|Delete|Move|Get(Files|Directories|FileSystem)|Enumerate)\w*\(|"""
        + """new (FileStream|FileInfo|DirectoryInfo|StreamWriter)\(|(FileStream|FileInfo|DirectoryInfo|StreamWriter) \w+ = new\(|"""
        + """new StreamReader\((?!\w*[sS]tream|resource)|"""
        + """\bZipFile\.|CreateEntryFromFile|MemoryMappedFile|\bAtomicFile\.|\b(Library|Dll)Import\("libc""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Touch();
}
