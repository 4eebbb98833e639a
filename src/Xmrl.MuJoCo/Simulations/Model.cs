using System.Runtime.InteropServices;
using Xmrl.MuJoCo.Native;

namespace Xmrl.MuJoCo.Simulations;

/// <summary>A compiled MuJoCo model. It never changes and may be used by any number of threads and simulations.</summary>
/// <remarks>Fields are read by the names of MuJoCo's own struct mjModel; fields of the options begin with <c>opt.</c>.</remarks>
/// <seealso href="https://mujoco.readthedocs.io/en/stable/APIreference/APItypes.html#mjmodel">mjModel.</seealso>
internal sealed unsafe class Model : IDisposable
{
    private readonly EngineLibrary _library;
    private bool _isDisposed;

    internal Model(EngineLibrary library, ModelHandle handle)
    {
        _library = library;
        Handle = handle;
        PositionCount = Size("nq");
        VelocityCount = Size("nv");
        ControlCount = Size("nu");
        BodyCount = Size("nbody");
        TimeStepSeconds = Numbers("opt.timestep")[0];
    }

    /// <summary>nq, the number of generalized coordinates; a free joint has seven.</summary>
    public int PositionCount { get; }

    /// <summary>nv, the number of degrees of freedom.</summary>
    public int VelocityCount { get; }

    /// <summary>nu, the number of controls.</summary>
    public int ControlCount { get; }

    /// <summary>nbody, the number of bodies; the world is body 0.</summary>
    public int BodyCount { get; }

    /// <summary>Seconds that one step simulates.</summary>
    public double TimeStepSeconds { get; }

    /// <summary>Names of all fields that can be read.</summary>
    public IReadOnlyCollection<string> Fields => _library.Layout.Model.Keys;

    internal ModelHandle Handle { get; }

    internal EngineLibrary Library => _library;

    /// <summary>Compiles a model from text.</summary>
    /// <param name="xml">The model in MJCF; it may refer to no other file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="MuJoCoException">MuJoCo is not available, or does not accept the model; or it refers to a file.</exception>
    public static Model FromXml(string xml, string name = "model.xml")
    {
        ArgumentException.ThrowIfNullOrEmpty(xml);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ModelReferences.RequireNone(xml, name);
        EngineLibrary library = MuJoCoEngine.Library;
        return new Model(library, library.Compile(xml, name));
    }

    /// <summary>Compiles a model from a file.</summary>
    /// <param name="path">The file, of at most 16 MiB.</param>
    /// <param name="root">Full path of a folder that holds all that it refers to; null for its own folder.</param>
    /// <exception cref="MuJoCoException">MuJoCo is not available or does not accept the model; or it refers to something that does not lie
    /// below that folder.</exception>
    /// <exception cref="IOException">There is no such file, or it is too large.</exception>
    public static Model FromFile(string path, string? root = null)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"There is no model file {path}.", path);
        }

        if (root is null)
        {
            ModelReferences.RequireBeside(file.FullName);
        }
        else
        {
            ModelReferences.RequireBelow(file.FullName, root);
        }

        EngineLibrary library = MuJoCoEngine.Library;
        return new Model(library, library.Compile(null, file.FullName));
    }

    /// <summary>The number of a named object.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="MuJoCoException">The model has none; the message names it.</exception>
    public int Find(ObjectKind kind, string name)
    {
        ThrowIfDisposed();
        int found = _library.Find(Handle, (int)kind, name);
        return found >= 0 ? found : throw new MuJoCoException($"The model has no {kind.ToString().ToLowerInvariant()} named {name}.");
    }

    /// <summary>The name of an object; null where it has none.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="number">Its number.</param>
    public string? NameOf(ObjectKind kind, int number)
    {
        ThrowIfDisposed();
        return _library.Name(Handle, (int)kind, number) is { Length: > 0 } name ? name : null;
    }

    /// <summary>The same model with one body elsewhere: it shares everything with this one but the positions of bodies, and keeps it
    /// alive.</summary>
    /// <param name="body">The body, as <see cref="Find"/> names it.</param>
    /// <param name="position">Its place in its parent's frame, in metres. Shape [3].</param>
    /// <exception cref="MuJoCoException">The size of mjModel is not known for this version of MuJoCo.</exception>
    public Model WithBodyAt(int body, ReadOnlySpan<double> position)
    {
        double[] positions = Numbers("body_pos").ToArray();
        position.CopyTo(positions.AsSpan(3 * body, 3));
        int bytes = _library.Layout.ModelBytes
            ?? throw new MuJoCoException($"The size of mjModel is not known for MuJoCo {_library.Layout.Version}.");
        return new Model(_library, new ModelHandle(Handle, bytes, _library.Layout.Model["body_pos"].Offset, positions));
    }

    /// <summary>Writes a field of numbers: only while the model is prepared, before anything is simulated with it.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="first">The element to begin at.</param>
    /// <param name="values">What to write.</param>
    /// <exception cref="ArgumentException">There is no such field, or it is too short.</exception>
    internal void Write(string field, int first, ReadOnlySpan<double> values)
        => values.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(Numbers(field)), Numbers(field).Length)[first..]);

    /// <summary>Writes a size of the memory that a copy takes: only before one is made.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="value">The size.</param>
    internal void WriteSize(string field, int value) => MemoryMarshal.GetReference(Integers(field)) = value;

    /// <summary>A field of numbers.</summary>
    /// <param name="field">Its name, for example <c>body_mass</c>.</param>
    /// <returns>All elements, row after row; valid while the model is.</returns>
    /// <exception cref="ArgumentException">There is no such field of numbers.</exception>
    public ReadOnlySpan<double> Numbers(string field) => Read<double>(field, FieldKind.Number);

    /// <summary>A field of integers.</summary>
    /// <param name="field">Its name, for example <c>jnt_type</c>.</param>
    /// <returns>All elements, row after row; valid while the model is.</returns>
    /// <exception cref="ArgumentException">There is no such field of integers.</exception>
    public ReadOnlySpan<int> Integers(string field) => Read<int>(field, FieldKind.Integer);

    /// <summary>A field of bytes.</summary>
    /// <param name="field">Its name, for example <c>jnt_limited</c>.</param>
    /// <returns>All elements, row after row; valid while the model is.</returns>
    /// <exception cref="ArgumentException">There is no such field of bytes.</exception>
    public ReadOnlySpan<byte> Bytes(string field) => Read<byte>(field, FieldKind.Byte);

    /// <summary>Frees the model once its last simulation is freed.</summary>
    public void Dispose()
    {
        // The handle itself stays open while simulations hold it.
        _isDisposed = true;
        Handle.Dispose();
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    /// <summary>A size: an int, or 64 bits since MuJoCo 3.5.</summary>
    internal int Size(string field)
        => _library.Layout.Model.TryGetValue(field, out Field row) && row.Kind == FieldKind.Size
            ? checked((int)Read<long>(field, FieldKind.Size)[0])
            : Integers(field)[0];

    private ReadOnlySpan<T> Read<T>(string name, FieldKind kind)
        where T : unmanaged
    {
        if (!_library.Layout.Model.TryGetValue(name, out Field field) || field.Kind != kind)
        {
            throw new ArgumentException($"field must name a {kind} field of mjModel; found {name}.", nameof(name));
        }

        ThrowIfDisposed();
        byte* place = (byte*)Handle.DangerousGetHandle() + field.Offset;
        return field.Rows is null
            ? new ReadOnlySpan<T>(place, field.Columns)
            : new ReadOnlySpan<T>(*(void**)place, Size(field.Rows) * field.Columns);
    }
}
