using System.Text;
using System.Text.RegularExpressions;
using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Hostile;

/// <summary>One damage to a whole run folder.</summary>
/// <param name="What">The kind, for people.</param>
/// <param name="Names">The files that are not what they were, relative to the run.</param>
internal sealed partial record RunDamage(string What, string[] Names)
{
    private const int Brackets = 200_000;

    private static readonly string[] s_numbers =
    [
        "1e999", "-1e308", "99999999999999999999", "0", "-1", "2", "\"NaN\"", "NaN", "\"Infinity\"", "1e-400", "2147483648",
    ];

    private static readonly string[] s_texts =
        [
            "\"../../x\"", "\"/etc/passwd\"", "\"\\u001b[2J\\u001b[31m\"", "\"\\u0000\"", "\"\\ud800\"", "\"</script><script>\"",
            "\"a\\nb\"", "\"\"", "null", "true", "{}", "\"\u202e\"", "\"" + new string('A', 70_000) + "\"",
        ];

    private static readonly (string What, Func<string, Mutator, string> Change)[] s_changes =
    [
        ("a bit is flipped", static (text, random) => WithByte(text, random, static (value, r) => (char)(value ^ (1 << r.Below(8))))),
        ("a bit is flipped", static (text, random) => WithByte(text, random, static (value, r) => (char)(value ^ (1 << r.Below(8))))),
        ("a byte is another", static (text, random) => WithByte(text, random, static (_, r) => (char)r.Below(256))),
        ("the end is cut off", static (text, random) => text[..random.Below(text.Length + 1)]),
        ("a part is cut out", static (text, random) => Cut(text, random)),
        ("a digit is another", static (text, random) => Replace(Digit(), text, random, r => $"{r.Below(10)}")),
        ("a digit is another", static (text, random) => Replace(Digit(), text, random, r => $"{r.Below(10)}")),
        ("a number is another", static (text, random) => Replace(Number(), text, random, r => r.Pick(s_numbers))),
        ("a list is null", static (text, random) => Replace(List(), text, random, r => r.Pick(["null", "[null]", "[]", "[[]]"]))),
        ("a text is another", static (text, random) => Replace(Text(), text, random, r => r.Pick(s_texts))),
        ("brackets are inserted",
            static (text, random) => text.Insert(random.Below(text.Length + 1), new string(random.Pick(['[', '{', '(']), Brackets))),
        ("a byte order mark is inserted", static (text, _) => "\u00ef\u00bb\u00bf" + text),
        ("it is UTF-16", static (text, _) => Encoding.Latin1.GetString([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)])),
        ("its lines end in CR LF", static (text, _) => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ("it is empty", static (_, _) => ""),
        ("a line is missing", static (text, random) => Replace(Line(), text, random, static _ => "")),
        ("a line occurs twice",
            static (text, random) => Line().Matches(text) is { Count: > 0 } lines
                ? text.Insert(lines[random.Below(lines.Count)].Index, lines[random.Below(lines.Count)].Value)
                : text),
    ];

    /// <summary>Damages a run.</summary>
    /// <param name="random">Decides all.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="other">Another run, whose files may take the place of this one's.</param>
    internal static RunDamage Apply(Mutator random, string run, string other)
    {
        string[] files = Files(run);
        string name = random.Pick(files);
        string path = Path.Combine(run, name);
        int kind = random.Below(s_changes.Length + 4);
        if (kind < s_changes.Length)
        {
            (string what, Func<string, Mutator, string> change) = s_changes[kind];
            string text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
            File.WriteAllBytes(path, Encoding.Latin1.GetBytes(change(text, random)));
            return new RunDamage(what, [name]);
        }

        switch (kind - s_changes.Length)
        {
            case 0:
                File.Delete(path);
                return new RunDamage("it is deleted", [name]);
            case 1:
                string second = files[(Array.IndexOf(files, name) + 1 + random.Below(files.Length - 1)) % files.Length];
                byte[] bytes = File.ReadAllBytes(path);
                File.Copy(Path.Combine(run, second), path, overwrite: true);
                File.WriteAllBytes(Path.Combine(run, second), bytes);
                return new RunDamage($"it is exchanged for {second}", [name, second]);
            case 2 when File.Exists(Path.Combine(other, name)):
                File.Copy(Path.Combine(other, name), path, overwrite: true);
                return new RunDamage("it is the other run's", [name]);
            default:
                string foreign = random.Pick(Files(other));
                File.Copy(Path.Combine(other, foreign), path, overwrite: true);
                return new RunDamage($"it is the other run's {foreign}", [name]);
        }
    }

    /// <summary>The files of a run by relative names, in an order of their own.</summary>
    internal static string[] Files(string run)
        =>
        [
            .. Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(run, path))
            .Order(StringComparer.Ordinal),
        ];

    public override string ToString() => $"{Names[0]}: {What}";

    private static string WithByte(string text, Mutator random, Func<char, Mutator, char> change)
    {
        if (text.Length == 0)
        {
            return text;
        }

        char[] bytes = text.ToCharArray();
        int at = random.Below(bytes.Length);
        bytes[at] = change(bytes[at], random);
        return new string(bytes);
    }

    private static string Cut(string text, Mutator random)
    {
        int at = random.Below(text.Length + 1);
        return text.Remove(at, Math.Min(1 + random.Below(64), text.Length - at));
    }

    private static string Replace(Regex pattern, string text, Mutator random, Func<Mutator, string> with)
    {
        MatchCollection found = pattern.Matches(text);
        if (found.Count == 0)
        {
            return text;
        }

        Match match = found[random.Below(found.Count)];
        return text.Remove(match.Index, match.Length).Insert(match.Index, with(random));
    }

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digit();

    [GeneratedRegex("-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"\[[^\[\]]*\]")]
    private static partial Regex List();

    [GeneratedRegex("\"[^\"\n]*\"")]
    private static partial Regex Text();

    [GeneratedRegex("[^\n]*\n")]
    private static partial Regex Line();
}
