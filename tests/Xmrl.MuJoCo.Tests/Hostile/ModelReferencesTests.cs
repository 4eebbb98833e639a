using System.Text;
using System.Text.RegularExpressions;
using Xmrl.Fixtures;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests.Hostile;

/// <summary>No model leads the engine to a file outside its folder. Needs no engine.</summary>
public sealed partial class ModelReferencesTests : IDisposable
{
    private const int Cases = 8_000;

    private static readonly string[] s_corpus =
    [
        "<?xml version=\"1.0\"?>\n<mujoco model=\"a\">\n  <compiler meshdir=\"meshes\"/>\n  <include file=\"part.xml\"/>\n  "
            + "<asset><mesh name=\"m\" file=\"m.stl\"/></asset>\n  <worldbody><light dir=\"0 0 -1\"/><body><geom "
            + "size=\"1\"/></body></worldbody>\n</mujoco>\n",
        "<mujoco><asset><texture fileup='sub/up.png' type=\"cube\"/><!-- x --></asset></mujoco>",
    ];

    private static readonly string[] s_tokens =
    [
        "<", ">", "/>", "\"", "'", "&#46;&#46;/", "../", "..\\", "/etc/passwd", "C:/x", "file=\"", " file=\"../x\"",
        "<include file=\"/x\"/>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "&b;", "&amp;",
        "<!--", "-->", "<![CDATA[", "]]>", "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "<a>", "</a>", "xmlns:x=\"y\"", "x:file=\"../z\"",
        "\0", "~/x", "file:///x",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RequireBeside_HostileFiles_RefusesWithFileAndLine()
    {
        string path = _folder["model.xml"];
        File.WriteAllText(_folder["part.xml"], "<mujocoinclude/>");
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "model files",
                Corpus = [.. s_corpus.Select(Encoding.UTF8.GetBytes)],
                Tokens = s_tokens,
                Read = bytes =>
                {
                    TemporaryFolder.Overwrite(path, bytes);
                    ModelReferences.RequireBeside(path);

                    // A plain search over what was accepted: no attribute of a file begins outside.
                    if (Outside().IsMatch(Encoding.UTF8.GetString(bytes)) && !Comment().IsMatch(Encoding.UTF8.GetString(bytes)))
                    {
                        throw new InvalidOperationException("A reference to another folder was accepted.");
                    }
                },
                Fault = error => error is not MuJoCoException ? "an exception that is not documented"
                    : Place().IsMatch(error.Message) ? null
                    : "a message without file and line",
            },
            Cases,
            seed: 10);

        accepted.ShouldBeGreaterThan(Cases / 100);
        refused.ShouldBeGreaterThan(Cases / 4);
    }

    [Theory]
    [InlineData("<mujoco><include file=\"../x.xml\"/></mujoco>")]
    [InlineData("<mujoco><include file=\"&#46;&#46;/x.xml\"/></mujoco>")]
    [InlineData("<mujoco><asset><mesh file='/etc/passwd'/></asset></mujoco>")]
    [InlineData("<mujoco><asset><texture fileleft=\"a/../../x\"/></asset></mujoco>")]
    [InlineData("<mujoco><compiler meshdir=\"..\\x\"/></mujoco>")]
    [InlineData("<mujoco><include file=\"part.xml\"/></mujoco>")]
    public void RequireBeside_ReferenceToAnotherFolder_NamesFileAndLine(string xml)
    {
        File.WriteAllText(_folder["model.xml"], xml);
        File.WriteAllText(_folder["part.xml"], "<mujocoinclude>\n<include file=\"../outside.xml\"/></mujocoinclude>");

        Should.Throw<MuJoCoException>(
            () => ModelReferences.RequireBeside(_folder["model.xml"])).Message.ShouldContain("below the model's folder");
    }

    [Fact]
    public void RequireBeside_FilesBelow_AreAccepted()
    {
        File.WriteAllText(_folder["model.xml"], s_corpus[0]);
        File.WriteAllText(_folder["part.xml"], "<mujocoinclude><include file=\"model.xml\"/><light dir=\"0 0 -1\"/></mujocoinclude>");

        Should.NotThrow(() => ModelReferences.RequireBeside(_folder["model.xml"]));
    }

    /// <summary>Seen from the main file's folder, whichever file refers to it.</summary>
    [Fact]
    public void RequireBelow_FilesOfNeighbouringFolders_AreAccepted()
    {
        Directory.CreateDirectory(_folder["models"]);
        Directory.CreateDirectory(_folder["parts"]);
        File.WriteAllText(_folder["models/main.xml"], "<mujoco><include file=\"../parts/a.xml\"/></mujoco>");
        File.WriteAllText(_folder["parts/a.xml"], "<mujocoinclude><include file=\"../parts/b.xml\"/></mujocoinclude>");
        File.WriteAllText(_folder["parts/b.xml"], "<mujocoinclude/>");

        Should.NotThrow(() => ModelReferences.RequireBelow(_folder["models/main.xml"], _folder.FullPath));
    }

    [Theory]
    [InlineData("../../x.xml", "below ")]
    [InlineData("/etc/passwd", "below ")]
    [InlineData("../parts/none.xml", "line 1: there is no file ")]
    public void RequireBelow_PlaceOutsideOrMissing_NamesFileAndLine(string reference, string named)
    {
        Directory.CreateDirectory(_folder["models"]);
        File.WriteAllText(_folder["models/main.xml"], $"<mujoco><include file=\"{reference}\"/></mujoco>");

        Should.Throw<MuJoCoException>(() => ModelReferences.RequireBelow(_folder["models/main.xml"], _folder.FullPath)).Message
            .ShouldContain(named);
    }

    [Fact]
    public void RequireNone_AnyReference_IsRefused()
    {
        Should.Throw<MuJoCoException>(() => ModelReferences.RequireNone("<mujoco>\n<include file=\"x.xml\"/></mujoco>", "m.xml")).Message
            .ShouldBe("MuJoCo does not accept m.xml: line 2: it refers to the file x.xml; a model given as text may refer to none.");
        Should.NotThrow(() => ModelReferences.RequireNone("<mujoco><worldbody><light dir=\"0 0 -1\"/></worldbody></mujoco>", "m.xml"));
    }

    [Fact]
    public void RequireNone_DeepOrEndlessDocument_IsRefused()
    {
        Should.Throw<MuJoCoException>(
            ()
                => ModelReferences.RequireNone(
                    string.Concat(Enumerable.Repeat("<a>", 10_000)), "m.xml")).Message.ShouldContain("nested deeper than 100");
        Should.Throw<MuJoCoException>(
            ()
                => ModelReferences.RequireNone(
                    "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "m.xml")).Message.ShouldContain("not well-formed");
    }

    [GeneratedRegex(@"\bfile\w*\s*=\s*[""'](/|\.\./)", RegexOptions.ExplicitCapture)]
    private static partial Regex Outside();

    /// <summary>There, and in text and other attributes, such words are no references.</summary>
    [GeneratedRegex(@"<!--|<!\[CDATA|>[^<]*file\w*\s*=|""[^""<>]*file\w*\s*=|'[^'<>]*file\w*\s*=|<\?", RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\AMuJoCo does not accept .+\.xml: line \d+: .+\.\z", RegexOptions.Singleline)]
    private static partial Regex Place();
}
