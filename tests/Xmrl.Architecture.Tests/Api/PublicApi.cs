using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Xmrl.Architecture.Tests.Api;

/// <summary>
/// Describes the public surface of an assembly, one line per type and member. Left out are members that say nothing new: what the
/// compiler adds to records, and what overrides a public base member or implements a member of a public interface
/// (see <see cref="InheritedMembers"/>).
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All lines of an assembly.</summary>
    public static IEnumerable<string> Lines(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Lines);

    private static IEnumerable<string> Lines(Type type)
    {
        string name = FullName(type);
        yield return $"{name} : {Kind(type)}{Bases(type)}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"{name}.{Signature(type.GetMethod("Invoke")!)}";
            yield break;
        }

        if (type.IsEnum)
        {
            foreach (string value in Enum.GetNames(type))
            {
                yield return $"{name}.{value} = {Convert.ToInt64(Enum.Parse(type, value), CultureInfo.InvariantCulture)}";
            }

            yield break;
        }

        var inherited = new InheritedMembers(type);
        foreach (MemberInfo member in type.GetMembers(Declared).Where(member => IsWritten(member) && !inherited.Contains(member)))
        {
            string? text = member switch
            {
                ConstructorInfo constructor => $"({Parameters(constructor)})",
                PropertyInfo property => Property(property),
                FieldInfo field => Field(field),
                MethodInfo method when !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)
                    => Signature(method),
                EventInfo happening => $"{happening.Name} : event {Name(happening.EventHandlerType!)}",
                _ => null,
            };
            if (text is not null)
            {
                yield return name + (member is ConstructorInfo ? text : "." + text);
            }
        }
    }

    /// <summary>False for what the compiler adds to records.</summary>
    private static bool IsWritten(MemberInfo member)
        => member.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !member.Name.Contains('<', StringComparison.Ordinal);

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return "delegate";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsValueType)
        {
            bool readOnly = type.GetCustomAttribute<IsReadOnlyAttribute>() is not null;
            return (readOnly ? "readonly " : string.Empty) + (type.IsByRefLike ? "ref struct" : "struct");
        }

        string record = type.GetMethod("<Clone>$") is null ? "class" : "record";
        return (type.IsAbstract && type.IsSealed ? "static " : type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : string.Empty)
            + record;
    }

    private static string Bases(Type type)
    {
        IEnumerable<string> bases = type.IsEnum || typeof(Delegate).IsAssignableFrom(type)
            ? []
            : type.GetInterfaces().Where(face => face.IsPublic && !Implied(type, face)).Select(Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent
            && parent != typeof(object)
            && parent != typeof(ValueType)
            && parent != typeof(Enum)
            && parent != typeof(MulticastDelegate))
        {
            bases = bases.Prepend(Name(parent));
        }

        string text = string.Join(", ", bases);
        return text.Length == 0 ? string.Empty : " of " + text;
    }

    /// <summary>Records compare themselves: that says nothing.</summary>
    private static bool Implied(Type type, Type face)
        => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEquatable<>) && face.GenericTypeArguments[0] == type;

    private static string Property(PropertyInfo property)
    {
        string index = property.GetIndexParameters().Length == 0
            ? property.Name
            : $"this[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]";
        bool init = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ?? false;
        string accessors = (property.GetMethod?.IsPublic == true ? " get;" : string.Empty)
            + (property.SetMethod?.IsPublic == true ? (init ? " init;" : " set;") : string.Empty);
        string required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? string.Empty : "required ";
        string isStatic = Static(property.GetMethod ?? property.SetMethod!);
        return $"{index} : {isStatic}{required}{Name(property.PropertyType)}{Nullable(property)} {{{accessors} }}";
    }

    private static string Field(FieldInfo field)
    {
        string kind = field.IsLiteral
            ? "const "
            : (field.IsStatic ? "static " : string.Empty) + (field.IsInitOnly ? "readonly " : string.Empty);
        string value = field.IsLiteral ? " = " + Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture) : string.Empty;
        return $"{field.Name} : {kind}{Name(field.FieldType)}{value}";
    }

    private static string Signature(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : string.Empty;
        string nullable = new NullabilityInfoContext().Create(method.ReturnParameter).ReadState == NullabilityState.Nullable
            && !method.ReturnType.IsValueType
            ? "?"
            : string.Empty;
        return $"{method.Name}{generic}({Parameters(method)}) : {Static(method)}{Name(method.ReturnType)}{nullable}";
    }

    private static string Static(MethodBase method) => method.IsStatic ? "static " : string.Empty;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string pass = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : string.Empty;
        string nullable = new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable
            && !parameter.ParameterType.IsValueType
            ? "?"
            : string.Empty;
        string value = parameter.HasDefaultValue
            ? " = " + (Convert.ToString(parameter.RawDefaultValue, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "default")
            : string.Empty;
        return $"{pass}{Name(parameter.ParameterType)}{nullable} {parameter.Name}{value}";
    }

    private static string Nullable(PropertyInfo property)
        => !property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable
            ? "?"
            : string.Empty;

    private static string FullName(Type type)
        => type.IsNested ? $"{FullName(type.DeclaringType!)}.{Name(type)}" : $"{type.Namespace}.{Name(type)}";

    /// <summary>A type as C# writes it, without its namespace.</summary>
    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsPointer)
        {
            return Name(type.GetElementType()!) + "*";
        }

        if (System.Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", type.GetGenericArguments().Select(Name))})";
        }

        var text = new StringBuilder(Keyword(type) ?? type.Name);
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        if (tick >= 0)
        {
            text.Clear().Append(type.Name, 0, tick).Append('<').AppendJoin(", ", type.GetGenericArguments().Select(Name)).Append('>');
        }

        return text.ToString();
    }

    private static string? Keyword(Type type)
        => type.IsEnum ? null : type == typeof(void) ? "void" : type == typeof(object) ? "object" : Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "bool",
            TypeCode.Byte => "byte",
            TypeCode.Char => "char",
            TypeCode.Double => "double",
            TypeCode.Int32 => "int",
            TypeCode.Int64 => "long",
            TypeCode.Single => "float",
            TypeCode.String => "string",
            TypeCode.UInt32 => "uint",
            TypeCode.UInt64 => "ulong",
            _ => null,
        };
}
