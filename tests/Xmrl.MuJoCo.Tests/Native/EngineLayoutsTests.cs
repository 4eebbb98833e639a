using System.Diagnostics;
using Xmrl.Fixtures;
using Xmrl.MuJoCo.Native;

namespace Xmrl.MuJoCo.Tests.Native;

/// <summary>The tables contradict neither themselves nor each other. Needs no engine.</summary>
public sealed class EngineLayoutsTests
{
    private const int PointerBytes = 8;

    /// <summary>What the environments, the simulation and the check of the library read.</summary>
    private static readonly string[] s_model =
    [
        "nq", "nv", "nu", "na", "nbody", "njnt", "ngeom", "njmax", "nconmax", "opt.timestep", "opt.gravity", "opt.integrator", "qpos0",
        "body_mass", "body_inertia", "jnt_type", "jnt_qposadr", "jnt_limited", "jnt_range", "dof_damping", "geom_type", "geom_size",
        "actuator_gear", "actuator_trnid",
    ];

    private static readonly string[] s_data =
    [
        "ncon", "time", "warning", "qpos", "qvel", "qacc_warmstart", "ctrl", "cfrc_ext",
    ];

    private static readonly string[] s_warnings = ["INERTIA", "CONTACTFULL", "CNSTRFULL", "BADQPOS", "BADQVEL", "BADQACC", "BADCTRL"];

    public static TheoryData<string> Versions => [.. EngineLayouts.Versions];

    [Fact]
    public void Versions_All_AreInOrderAndHoldTheDefault()
    {
        EngineLayouts.Versions.Select(Version.Parse).ShouldBeInOrder();
        EngineLayouts.Versions.ShouldContain(EngineLayouts.Default);
        EngineLayouts.Versions.ShouldContain("3.3.0");
        EngineLayouts.Find("3.2.3").ShouldBeNull();
        EngineLayouts.Versions.Select(EngineLayouts.Text).ShouldBeUnique();
    }

    /// <summary>Three digits up to 3.4.0, then three for each part.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public void Number_OfEachVersion_IsWhatTheEngineWouldSay(string version)
    {
        var parts = Version.Parse(version);
        int expected = parts >= new Version(3, 5)
            ? (1_000_000 * parts.Major) + (1_000 * parts.Minor) + parts.Build
            : (100 * parts.Major) + (10 * parts.Minor) + parts.Build;

        EngineLayouts.Find(version).ShouldNotBeNull().Number.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Fields_OfEachStruct_AreAlignedAndDoNotOverlap(string version)
    {
        EngineLayout layout = EngineLayouts.Find(version).ShouldNotBeNull();
        foreach (IEnumerable<Field> fields in new[] { layout.Model.Values, layout.Data.Values })
        {
            int end = 0;
            foreach (Field field in fields.OrderBy(field => field.Offset))
            {
                string name = $"{version}: {field.Name}";
                int element = field.Rows is null ? Bytes(field.Kind) : PointerBytes;
                (field.Offset % element).ShouldBe(0, name);
                field.Offset.ShouldBeGreaterThanOrEqualTo(end, name);
                field.Columns.ShouldBePositive(name);
                end = field.Offset + (field.Rows is null ? element * field.Columns : element);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Fields_OfEachVersion_HoldAllThatIsReadAndCountedBySizes(string version)
    {
        EngineLayout layout = EngineLayouts.Find(version).ShouldNotBeNull();
        s_model.Except(layout.Model.Keys).ShouldBeEmpty(version);
        s_data.Except(layout.Data.Keys).ShouldBeEmpty(version);
        foreach (Field field in layout.Model.Values.Concat(layout.Data.Values).Where(field => field.Rows is not null))
        {
            layout.Model.ShouldContainKey(field.Rows!, $"{version}: {field.Name}");
            layout.Model[field.Rows!].Kind.ShouldBeOneOf(FieldKind.Integer, FieldKind.Size);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Warnings_OfEachVersion_AreDistinctPairsOfTheArray(string version)
    {
        EngineLayout layout = EngineLayouts.Find(version).ShouldNotBeNull();
        layout.Warnings.Keys.ShouldBe(s_warnings, ignoreOrder: true);
        layout.Warnings.Values.ShouldBeUnique();
        int numbers = layout.Data["warning"].Columns;
        layout.Warnings.Values.ShouldAllBe(index => index >= 0 && (2 * index) + 1 < numbers);
    }

    [Theory]
    [InlineData("version 2.2.2")]
    [InlineData("model nq 0")]
    [InlineData("model nq 0 Real 1")]
    [InlineData("model nq -4 Integer 1")]
    [InlineData("data warning 24 Integer nq 1 1")]
    [InlineData("files 8 0")]
    [InlineData("warning INERTIA 0\nwarning INERTIA 1")]
    [InlineData("struct mjModel")]
    public void Read_LineThatIsNone_NamesVersionAndLine(string text)
    {
        string message = Should.Throw<InvalidDataException>(() => LayoutTable.Read(text, "9.8.7")).Message;
        message.ShouldContain("9.8.7");
        message.ShouldContain(text.Split('\n')[^1]);
    }

    /// <summary>The program that prints the tables, over the headers that are installed.</summary>
    [HeadersFact]
    public void Script_InstalledHeaders_PrintsTheStoredTable()
    {
        string script = Path.Combine(Repository.Root, "eng", "mujoco-layout.sh");
        using Process program = Process.Start(
            new ProcessStartInfo("bash", [script, HeadersFactAttribute.Folder!])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }).ShouldNotBeNull();
        string printed = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        program.ExitCode.ShouldBe(0);
        EngineLayouts.Versions.Select(EngineLayouts.Text).ShouldContain(printed);
    }

    private static int Bytes(FieldKind kind) => kind switch
    {
        FieldKind.Byte => 1,
        FieldKind.Integer => 4,
        _ => 8,
    };
}
