using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime.Local;

/// <summary>Emits, once a process and interface, the class whose instances are references by that interface.</summary>
internal static class ProxyFactory
{
    internal delegate GrainProxy Create(Silo silo, GrainId id, ICallTarget? target);

    private static readonly ConcurrentDictionary<Type, Lazy<Create>> Proxies = new();
    private static readonly Type[] ConstructorParameters = [typeof(Silo), typeof(GrainId), typeof(ICallTarget)];

    internal static Create Get(Type contract) =>
        Proxies.GetOrAdd(contract, static type => new Lazy<Create>(() => Emit(type))).Value;

    private static Create Emit(Type contract)
    {
        var methods = contract.GetInterfaces().Prepend(contract)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .Where(method => method.IsAbstract)
            .ToArray();
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"{contract.Name}.Proxy"), AssemblyBuilderAccess.Run);
        OpenInternals(assembly, contract, methods);
        var type = assembly.DefineDynamicModule("proxies").DefineType(
            $"Orleans.Proxies.{contract.Name}", TypeAttributes.Class | TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainProxy));
        type.AddInterfaceImplementation(contract);
        EmitConstructor(type);
        var descriptors = new object[methods.Length];
        for (var i = 0; i < methods.Length; i++)
        {
            descriptors[i] = Describe(contract, methods[i]);
            var field = type.DefineField(FieldName(i), descriptors[i].GetType(), FieldAttributes.Static | FieldAttributes.Public);
            EmitMethod(type, contract, methods[i], field);
        }

        var proxy = type.CreateType();
        for (var i = 0; i < methods.Length; i++)
            proxy.GetField(FieldName(i))!.SetValue(null, descriptors[i]);
        var parameters = ConstructorParameters.Select(Expression.Parameter).ToArray();
        return Expression.Lambda<Create>(Expression.New(proxy.GetConstructor(ConstructorParameters)!, parameters), parameters).Compile();
    }

    private static string FieldName(int index) => $"method{index}";

    /// <summary>Lets the emitted class use the internal types of the assemblies that the interface needs, and of this one.</summary>
    private static void OpenInternals(AssemblyBuilder assembly, Type contract, MethodInfo[] methods)
    {
        var constructor = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        var names = methods
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .SelectMany(Flatten)
            .Append(contract)
            .Append(typeof(ProxyFactory))
            .Concat(contract.GetInterfaces())
            .Select(type => type.Assembly.GetName().Name!)
            .Distinct();
        foreach (var name in names)
            assembly.SetCustomAttribute(new CustomAttributeBuilder(constructor, [name]));
    }

    private static IEnumerable<Type> Flatten(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Flatten).Append(type) : [type];

    private static void EmitConstructor(TypeBuilder type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, ConstructorParameters).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldarg_3);
        code.Emit(OpCodes.Call, typeof(GrainProxy).GetConstructor(Own, ConstructorParameters)!);
        code.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder type, Type contract, MethodInfo method, FieldBuilder descriptor)
    {
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var arguments = TupleOf(parameters);
        var implementation = type.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.HideBySig | MethodAttributes.NewSlot | MethodAttributes.Virtual
                | MethodAttributes.Final,
            method.ReturnType,
            parameters);
        var code = implementation.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldsfld, descriptor);
        for (var i = 0; i < parameters.Length; i++)
            code.Emit(OpCodes.Ldarg, (short)(i + 1));
        if (parameters.Length == 0)
            EmitDefault(code, arguments);
        else
            code.Emit(OpCodes.Newobj, arguments.GetConstructor(parameters)!);
        if (parameters.LastOrDefault() == typeof(CancellationToken))
            code.Emit(OpCodes.Ldarg, (short)parameters.Length);
        else
            EmitDefault(code, typeof(CancellationToken));
        code.Emit(OpCodes.Call, InvokerOf(contract, arguments, method.ReturnType));
        code.Emit(OpCodes.Ret);
        type.DefineMethodOverride(implementation, method);
    }

    private static void EmitDefault(ILGenerator code, Type type)
    {
        var local = code.DeclareLocal(type);
        code.Emit(OpCodes.Ldloca, local);
        code.Emit(OpCodes.Initobj, type);
        code.Emit(OpCodes.Ldloc, local);
    }

    private static MethodInfo InvokerOf(Type contract, Type arguments, Type result)
    {
        var isValueTask = result.IsValueType;
        var name = $"Invoke{(isValueTask ? "ValueTask" : "Task")}{(result.IsGenericType ? "Of" : "")}";
        var invoker = typeof(GrainProxy).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
        return result.IsGenericType
            ? invoker.MakeGenericMethod(contract, arguments, result.GetGenericArguments()[0])
            : invoker.MakeGenericMethod(contract, arguments);
    }

    private static Type TupleOf(Type[] types) => types.Length switch
    {
        0 => typeof(ValueTuple),
        1 => typeof(ValueTuple<>).MakeGenericType(types),
        2 => typeof(ValueTuple<,>).MakeGenericType(types),
        3 => typeof(ValueTuple<,,>).MakeGenericType(types),
        4 => typeof(ValueTuple<,,,>).MakeGenericType(types),
        5 => typeof(ValueTuple<,,,,>).MakeGenericType(types),
        6 => typeof(ValueTuple<,,,,,>).MakeGenericType(types),
        7 => typeof(ValueTuple<,,,,,,>).MakeGenericType(types),
        _ => throw new NotSupportedException($"A grain method has {types.Length} parameters; the most is {WireRules.MaxParameters}."),
    };

    private static object Describe(Type contract, MethodInfo method)
    {
        var parameters = method.GetParameters();
        var arguments = TupleOf([.. parameters.Select(parameter => parameter.ParameterType)]);
        var target = Expression.Parameter(contract, "target");
        var tuple = Expression.Parameter(arguments, "arguments");
        var items = parameters.Select(parameter => (Expression)Expression.Field(tuple, $"Item{parameter.Position + 1}")).ToArray();
        Expression call = Expression.Call(target, method, items);
        if (method.ReturnType.IsValueType)
            call = Expression.Call(call, nameof(ValueTask.AsTask), null);
        var invokerType = typeof(Func<,,>).MakeGenericType(contract, arguments, typeof(Task));
        var invoke = Expression.Lambda(invokerType, Expression.Convert(call, typeof(Task)), target, tuple).Compile();
        var name = $"{contract.Name}.{method.Name}";
        return Activator.CreateInstance(
            typeof(GrainMethod<,>).MakeGenericType(contract, arguments),
            name,
            method.IsDefined(typeof(Concurrency.AlwaysInterleaveAttribute)),
            method.IsDefined(typeof(Concurrency.ReadOnlyAttribute)),
            invoke,
            CompileCheck(name, parameters, tuple, items))!;
    }

    private static Delegate? CompileCheck(string name, ParameterInfo[] parameters, ParameterExpression tuple, Expression[] items)
    {
        var require = typeof(ProxyFactory).GetMethod(nameof(RequireReference), BindingFlags.Static | BindingFlags.NonPublic)!;
        var checks = parameters.Where(parameter => typeof(IAddressable).IsAssignableFrom(parameter.ParameterType))
            .Select(parameter => (Expression)Expression.Call(
                require, items[parameter.Position], Expression.Constant(name), Expression.Constant(parameter.Name)))
            .ToArray();
        return checks.Length == 0
            ? null
            : Expression.Lambda(typeof(Action<>).MakeGenericType(tuple.Type), Expression.Block(checks), tuple).Compile();
    }

    private static void RequireReference(object? value, string method, string parameter)
    {
        if (value is null or GrainReference)
            return;
        throw new ArgumentException(
            $"{method} was given a {value.GetType()} itself; pass a reference: AsReference<T>() of a grain, or " +
            "CreateObjectReference<T>() of an observer.",
            parameter);
    }
}
