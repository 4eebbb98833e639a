using System.Globalization;

namespace Xmrl.MuJoCo.Native;

/// <summary>Reads what eng/mujoco-layout.sh prints: one fact per line, words separated by a space.</summary>
/// <remarks>
/// <code>
/// version NUMBER                              as mj_version() gives it
/// files BYTES [OFFSET OFFSET]                 mjVFS: its size, and where sizes and contents lie if callers fill them
/// struct BYTES                                mjModel: its size, where a mocap body can lead a robot
/// warning NAME INDEX                          mjtWarning
/// model|data NAME OFFSET KIND [ROWS] COLUMNS  a field; with ROWS, a size field of mjModel, it is a pointer
/// </code>
/// </remarks>
internal static class LayoutTable
{
    /// <summary>Reads a table.</summary>
    /// <param name="text">The table.</param>
    /// <param name="version">Version that it describes, as text.</param>
    /// <exception cref="InvalidDataException">A line is none of these; the message names it.</exception>
    public static EngineLayout Read(string text, string version)
    {
        int number = 0;
        int? modelBytes = null;
        EngineLayout.FileSystemLayout files = default;
        Dictionary<string, int> warnings = [];
        List<Field> model = [];
        List<Field> data = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                string[] words = line.Split(' ');
                switch (words)
                {
                    case ["version", var value]:
                        number = Number(value);
                        break;
                    case ["files", var size]:
                        files = new(Number(size), null);
                        break;
                    case ["files", var size, var sizes, var contents]:
                        files = new(Number(size), (Number(sizes), Number(contents)));
                        break;
                    case ["struct", var size]:
                        modelBytes = Number(size);
                        break;
                    case ["warning", var name, var index]:
                        warnings.Add(name, Number(index));
                        break;
                    case ["model", .. var field]:
                        model.Add(FieldOf(field));
                        break;
                    case ["data", .. var field]:
                        data.Add(FieldOf(field));
                        break;
                    default:
                        throw new FormatException("unknown kind of line");
                }
            }
            catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
            {
                throw new InvalidDataException($"The layout of MuJoCo {version} has a line that is none: {line}", error);
            }
        }

        return new EngineLayout(version, number, model, data, warnings) { Files = files, ModelBytes = modelBytes };
    }

    private static Field FieldOf(string[] words) => words switch
    {
        [var name, var offset, var kind, var columns] => new(name, Number(offset), Enum.Parse<FieldKind>(kind), null, Number(columns)),
        [var name, var offset, var kind, var rows, var columns]
            => new(name, Number(offset), Enum.Parse<FieldKind>(kind), rows, Number(columns)),
        _ => throw new FormatException("a field has four or five words"),
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
