using System.Collections.Concurrent;
using System.Reflection;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Loading;

/// <summary>The environments that an assembly registers with <see cref="RegisterEnvironmentAttribute"/>.</summary>
internal static class EnvironmentAssembly
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>An assembly is loaded once: a family is the same object however often it is asked for.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<IEnvironmentFamily>>> s_loaded = new(StringComparer.Ordinal);

    /// <summary>Loads an assembly, once per process.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>Its families, by id.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no .NET assembly, was built for another version or precision, registers no environment
    /// or one id twice, or its own code failed; the message says which.</exception>
    public static IReadOnlyList<IEnvironmentFamily> Load(string path)
        => s_loaded.GetOrAdd(path, static file => new Lazy<IReadOnlyList<IEnvironmentFamily>>(() => Read(file))).Value;

    private static IReadOnlyList<IEnvironmentFamily> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file {path}.", path);
        }

        Type[] types = Types(path);
        var found = new List<IEnvironmentFamily>();
        foreach (MemberInfo member in types.SelectMany(type => type.GetMembers(Statics).Prepend(type)))
        {
            if (member.IsDefined(typeof(RegisterEnvironmentAttribute)))
            {
                found.AddRange(Families(member, path));
            }
        }

        if (found.Count == 0)
        {
            throw new InvalidDataException(
                $"{path} registers no environment: put [RegisterEnvironment] on the static property that holds its family.");
        }

        string[] twice = [.. found.GroupBy(family => family.Spec.Id).Where(group => group.Count() > 1).Select(group => group.Key)];
        return twice is [var id, ..]
            ? throw new InvalidDataException($"{path} registers the environment {id} twice; expected every id once.")
            : [.. found.OrderBy(family => family.Spec.Id, StringComparer.Ordinal)];
    }

    /// <summary>All types, so that an assembly that does not fit is found now rather than at the first episode.</summary>
    private static Type[] Types(string path)
    {
        try
        {
            Assembly assembly = new EnvironmentLoadContext(path).LoadFromAssemblyPath(path);
            RequireSameVersion(assembly, path);
            return assembly.GetTypes();
        }
        catch (BadImageFormatException error)
        {
            throw new InvalidDataException($"{path} is not a .NET assembly.", error);
        }
        catch (ReflectionTypeLoadException error)
        {
            throw Unfit(path, error.LoaderExceptions.FirstOrDefault() ?? error);
        }
        catch (Exception error) when (error is TypeLoadException or FileLoadException or FileNotFoundException or MissingMemberException)
        {
            throw Unfit(path, error);
        }
    }

    private static void RequireSameVersion(Assembly assembly, string path)
    {
        foreach (AssemblyName needed in assembly.GetReferencedAssemblies())
        {
            if (EnvironmentLoadContext.Own(needed.Name)?.GetName().Version is { } version && needed.Version != version)
            {
                throw new InvalidDataException(
                    $"{path} was built with {needed.Name} {needed.Version}; this is {version}: build it again with this version of Xmrl.");
            }
        }
    }

    private static InvalidDataException Unfit(string path, Exception error) => new(
        $"{path} does not fit this program, which computes in {typeof(Real).Name}: {error.Message.TrimEnd('.')}. Build it again with this "
            + "version and precision of Xmrl.",
        error);

    private static IEnvironmentFamily[] Families(MemberInfo member, string path)
    {
        object? value;
        try
        {
            value = member switch
            {
                PropertyInfo property => property.GetValue(null),
                FieldInfo field => field.GetValue(null),
                Type { IsAbstract: false } type when type.GetConstructor(Type.EmptyTypes) is { } constructor => constructor.Invoke(null),
                _ => null,
            };
        }
        catch (Exception error) when (error is TargetInvocationException or TypeInitializationException)
        {
            Exception inner = error;
            while (inner is TargetInvocationException or TypeInitializationException && inner.InnerException is { } next)
            {
                inner = next;
            }

            throw inner is TypeLoadException or MissingMemberException
                ? Unfit(path, inner)
                : new InvalidDataException($"{path}: {Name(member)} failed: {inner.GetType().Name}: {inner.Message}", inner);
        }

        return value switch
        {
            IEnvironmentFamily family => [family],
            IEnumerable<IEnvironmentFamily> several => [.. several],
            _ => throw new InvalidDataException(
                $"{path}: {Name(member)} has [RegisterEnvironment] and gives {value?.GetType().Name ?? "nothing"}; expected an "
                    + "IEnvironmentFamily or several."),
        };
    }

    private static string Name(MemberInfo member) => member is Type type ? type.Name : $"{member.DeclaringType!.Name}.{member.Name}";
}
