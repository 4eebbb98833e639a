using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Xmrl.MuJoCo.Native;

/// <summary>A loaded libmujoco whose version and layout are known: addresses of its functions.</summary>
internal sealed unsafe class EngineLibrary
{
    /// <summary>Environment variable that names a file of libmujoco.</summary>
    public const string Variable = "XMRL_MUJOCO";

    private const int ErrorSize = 1000;
    private const string Advice =
        "install Debian's package libmujoco2.2.2 (apt-get install libmujoco2.2.2) or name the file or folder of a supported libmujoco in "
        + Variable;

    // The compiler of models keeps the last one in a global.
    private static readonly Lock s_compiler = new();

    private readonly nint _handle;
    private readonly nint _find;
    private readonly nint _name;
    private readonly nint _loadXml;
    private readonly nint _makeFiles;
    private readonly nint _makeFile;
    private readonly nint _deleteFiles;

    private EngineLibrary(nint handle, EngineLayout layout)
    {
        _handle = handle;
        Layout = layout;
        Step = Export("mj_step");
        Forward = Export("mj_forward");
        Reset = Export("mj_resetData");
        ContactForces = Export("mj_rnePostConstraint");
        MakeData = Export("mj_makeData");
        DeleteData = Export("mj_deleteData");
        DeleteModel = Export("mj_deleteModel");
        _find = Export("mj_name2id");
        _name = Export("mj_id2name");
        _loadXml = Export("mj_loadXML");
        _makeFiles = Export("mj_defaultVFS");
        _makeFile = Export(layout.Files.Table is null ? "mj_addBufferVFS" : "mj_makeEmptyFileVFS");
        _deleteFiles = Export("mj_deleteVFS");
        *(nint*)Export("mju_user_error") = CallGuard.ErrorHandler;
        *(nint*)Export("mju_user_warning") = CallGuard.WarningHandler;

        nint Export(string name) => NativeLibrary.GetExport(handle, name);
    }

    /// <summary>Where the fields lie.</summary>
    public EngineLayout Layout { get; }

    /// <summary>mj_step(model, data).</summary>
    public nint Step { get; }

    /// <summary>mj_forward(model, data).</summary>
    public nint Forward { get; }

    /// <summary>mj_resetData(model, data).</summary>
    public nint Reset { get; }

    /// <summary>mj_rnePostConstraint(model, data).</summary>
    public nint ContactForces { get; }

    /// <summary>mj_makeData(model).</summary>
    public nint MakeData { get; }

    /// <summary>mj_deleteData(data).</summary>
    public nint DeleteData { get; }

    /// <summary>mj_deleteModel(model).</summary>
    public nint DeleteModel { get; }

    /// <summary>Looks for a library whose version is known, and checks it.</summary>
    /// <param name="variable">Value of <see cref="Variable"/>.</param>
    /// <param name="release">Value of <see cref="LibrarySearch.ReleaseVariable"/>.</param>
    /// <param name="check">Throws a <see cref="MuJoCoException"/> where structs do not lie as the version's should.</param>
    /// <returns>The first that can be used, or none and why the first that was found cannot.</returns>
    public static (EngineLibrary? Library, EngineStatus Status) Load(string? variable, string? release, Action<EngineLibrary> check)
    {
        var probes = new List<LibraryProbe>();
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return Failed($"MuJoCo environments need 64-bit Linux on x86-64; this is {RuntimeInformation.RuntimeIdentifier}.");
        }

        string? reason = null;
        foreach ((nint handle, string place) in LibrarySearch.Find(variable, release, probes))
        {
            (EngineLibrary? library, string outcome, string sentence) = Examine(handle, place, check);
            probes[^1] = probes[^1] with { Outcome = outcome };
            if (library is not null)
            {
                return (
                    library,
                    new EngineStatus { IsAvailable = true, Sentence = sentence, Version = library.Layout.Version, Probes = probes });
            }

            reason ??= sentence;
        }

        return Failed(
            reason
                ?? (string.IsNullOrEmpty(variable)
                    ? $"libmujoco was not found: {Advice}."
                    : $"{Variable} = {variable} names no library that loads: {probes[^1].Outcome}."));

        (EngineLibrary?, EngineStatus) Failed(string sentence)
            => (null, new EngineStatus { IsAvailable = false, Sentence = sentence, Probes = probes });
    }

    /// <summary>What a library is, in a few words and in a sentence, and itself if it can be used.</summary>
    private static (EngineLibrary? Library, string Outcome, string Sentence) Examine(
        nint handle, string place, Action<EngineLibrary> check)
    {
        if (!NativeLibrary.TryGetExport(handle, "mj_version", out nint version)
            || !NativeLibrary.TryGetExport(handle, "mj_versionString", out nint text))
        {
            NativeLibrary.Free(handle);
            return (null, "is not MuJoCo", $"{place} is not a MuJoCo library: it has no mj_version.");
        }

        int number = ((delegate* unmanaged<int>)version)();
        string name = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)text)()) ?? number.ToString(CultureInfo.InvariantCulture);
        if (EngineLayouts.Find(name) is not { } known || known.Number != number)
        {
            NativeLibrary.Free(handle);
            return (
                null,
                $"is MuJoCo {name}, not supported",
                $"{place} is MuJoCo {name}, whose structs are not known here; supported are "
                    + $"{string.Join(", ", EngineLayouts.Versions)}: {Advice}.");
        }

        try
        {
            var library = new EngineLibrary(handle, known);
            check(library);
            return (library, "loaded", $"MuJoCo {name} from {place}.");
        }
        catch (Exception error) when (error is MuJoCoException or EntryPointNotFoundException or TypeInitializationException)
        {
            // Left loaded: it may still hold what the check had made.
            return (
                null,
                "cannot be used",
                $"{place} says that it is MuJoCo {name} but cannot be used: {(error.InnerException ?? error).Message}");
        }
    }

    /// <summary>The same library read by another layout.</summary>
    /// <param name="layout">The layout.</param>
    internal EngineLibrary With(EngineLayout layout) => new(_handle, layout);

    /// <summary>Compiles a model.</summary>
    /// <param name="xml">The model; null to read it from <paramref name="name"/> and the files beside it.</param>
    /// <param name="name">Path, or what to call the text in messages.</param>
    /// <exception cref="MuJoCoException">The engine does not accept it; the message is the engine's.</exception>
    public ModelHandle Compile(string? xml, string name)
    {
        byte[] path = [.. Encoding.UTF8.GetBytes(name), 0];
        byte[] message = new byte[ErrorSize];
        nint model = 0;
        lock (s_compiler)
        {
            void* files = xml is null ? null : NativeMemory.AllocZeroed((nuint)Layout.Files.Size);
            try
            {
                fixed (byte* file = path, error = message)
                {
                    if (xml is not null)
                    {
                        CallGuard.Call(_makeFiles, (nint)files);
                        AddFile(files, file, Encoding.UTF8.GetBytes(xml));
                    }

                    model = CallGuard.Call(_loadXml, (nint)file, (nint)files, (nint)error, ErrorSize);
                }
            }
            finally
            {
                if (files != null)
                {
                    CallGuard.Call(_deleteFiles, (nint)files);
                    NativeMemory.Free(files);
                }
            }
        }

        // The buffer holds warnings too, but then there is a model.
        return model != 0
            ? new ModelHandle(model, DeleteModel)
            : throw new MuJoCoException(
                $"MuJoCo does not accept {name}: {Encoding.UTF8.GetString(message).TrimEnd('\0').Trim().ReplaceLineEndings(" ")}");
    }

    /// <summary>mj_name2id: the number of a named object; −1 for none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="kind">A value of mjtObj.</param>
    /// <param name="name">Its name.</param>
    public int Find(ModelHandle model, int kind, string name)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(name), 0];
        fixed (byte* bytes = text)
        {
            return (int)CallGuard.Call(_find, model.DangerousGetHandle(), kind, (nint)bytes);
        }
    }

    /// <summary>mj_id2name: the name of an object; null for none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="kind">A value of mjtObj.</param>
    /// <param name="number">Its number.</param>
    public string? Name(ModelHandle model, int kind, int number)
        => Marshal.PtrToStringUTF8(CallGuard.Call(_name, model.DangerousGetHandle(), kind, number));

    private void AddFile(void* files, byte* name, ReadOnlySpan<byte> content)
    {
        fixed (byte* text = content)
        {
            nint failed = Layout.Files.Table is null
                ? CallGuard.Call(_makeFile, (nint)files, (nint)name, (nint)text, content.Length)
                : CallGuard.Call(_makeFile, (nint)files, (nint)name, content.Length);
            if ((int)failed != 0)
            {
                throw new MuJoCoException("MuJoCo could not take the model's text.");
            }
        }

        if (Layout.Files.Table is (_, int contents))
        {
            content.CopyTo(new Span<byte>(*(void**)((byte*)files + contents), content.Length));
        }
    }
}
