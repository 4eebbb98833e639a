using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Bodies;

/// <summary>Which body hangs on which, by name.</summary>
internal sealed class BodyTree
{
    private readonly int[] _parents;
    private readonly string?[] _names;

    /// <summary>Reads a model.</summary>
    /// <param name="model">The model; it may be disposed afterwards.</param>
    public BodyTree(Model model)
    {
        _parents = [.. model.Integers("body_parentid")];
        _names = [.. Enumerable.Range(0, model.BodyCount).Select(body => model.NameOf(ObjectKind.Body, body))];
    }

    /// <summary>The body's name, or that of the nearest one above it that has a name.</summary>
    /// <param name="body">Its number.</param>
    public string Name(int body) => _names[body] ?? (body == 0 ? "world" : Name(_parents[body]));

    /// <summary>The body and all above it, the world excluded, from the outermost one on.</summary>
    /// <param name="body">Its number.</param>
    public IReadOnlyList<int> Line(int body) => body == 0 ? [] : [.. Line(_parents[body]), body];

    /// <summary>The limb of a body: what hangs on one child of the outermost body, or the body itself where nothing branches.</summary>
    /// <param name="body">Its number.</param>
    public string Limb(int body)
    {
        IReadOnlyList<int> line = Line(body);
        return line.Count < 2 || Children(line[0]).Length < 2 ? Name(body) : Span(line[1]);
    }

    private int[] Children(int body) => [.. Enumerable.Range(1, _parents.Length - 1).Where(child => _parents[child] == body)];

    /// <summary>The names of a body and of the last one behind it.</summary>
    private string Span(int body)
    {
        int last = Enumerable.Range(body, _parents.Length - body).Last(other => Line(other).Contains(body));
        return Name(last) == Name(body) ? Name(body) : $"{Name(body)} to {Name(last)}";
    }
}
